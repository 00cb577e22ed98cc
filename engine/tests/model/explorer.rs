//! Breadth first, so that the first broken promise is the one with the shortest story.

use std::{collections::HashSet, env, fmt, hash::Hash, rc::Rc};

use engine::family::Transition;

/// Whether there is time, as in `cargo xtask prove`.
pub fn has_time() -> bool {
    let trials: usize = env::var("REGRANT_TRIALS").ok().and_then(|trials| trials.parse().ok()).unwrap_or_default();
    trials >= 1000
}

/// What a step was to the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A token was presented, and the family made a move.
    Moved(Transition),
    /// A token was presented to a family that has ended or never made it.
    Gone,
    /// No token was presented.
    Other,
}

/// A step: what it was to the family, and the state after it. An error where a promise is broken.
pub type Outcome<S> = Result<(Event, S), String>;

/// What is explored: a state, and what can happen to it.
pub trait State: Clone + Eq + Hash {
    type Step: Copy + fmt::Debug;

    /// The state after a step; `None` where the step cannot happen here or changes nothing.
    fn step(&self, step: Self::Step) -> Option<Outcome<Self>>;
}

/// What was explored.
#[derive(Default)]
pub struct Report {
    pub states: usize,
    pub steps: usize,
    /// How often each [`Transition`] was made.
    pub moves: [usize; 5],
    /// How often a token was presented to a family that has ended or never made it.
    pub gone: usize,
}

/// A promise that is broken, and the story of it.
pub struct Broken {
    promise: String,
    story: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after [{}]", self.promise, self.story.join(", "))
    }
}

/// A state, and how it was first reached.
struct Found<S: State> {
    state: Rc<S>,
    steps: usize,
    from: Option<(usize, S::Step)>,
}

/// Goes everywhere that seven steps lead to; eight where there is time.
pub fn explore<S: State>(first: S, all: &[S::Step]) -> Result<Report, Broken> {
    explore_within(first, all, if has_time() { 8 } else { 7 })
}

/// Goes everywhere that the steps lead to, however many it takes.
pub fn explore_all<S: State>(first: S, all: &[S::Step]) -> Result<Report, Broken> {
    explore_within(first, all, usize::MAX)
}

fn explore_within<S: State>(first: S, all: &[S::Step], longest: usize) -> Result<Report, Broken> {
    let first = Rc::new(first);
    let mut found = vec![Found { state: Rc::clone(&first), steps: 0, from: None }];
    let mut known = HashSet::from([first]);
    let mut report = Report::default();
    let mut next = 0;
    while next < found.len() {
        let (here, steps) = (Rc::clone(&found[next].state), found[next].steps);
        for step in all.iter().copied().filter(|_| steps < longest) {
            let (event, state) = match here.step(step) {
                None => continue,
                Some(Ok(outcome)) => outcome,
                Some(Err(promise)) => return Err(Broken { promise, story: story(&found, next, step) }),
            };
            report.steps += 1;
            match event {
                Event::Moved(transition) => report.moves[transition as usize] += 1,
                Event::Gone => report.gone += 1,
                Event::Other => {}
            }
            let state = Rc::new(state);
            if known.insert(Rc::clone(&state)) {
                found.push(Found { state, steps: steps + 1, from: Some((next, step)) });
            }
        }
        next += 1;
    }
    report.states = found.len();
    Ok(report)
}

fn story<S: State>(found: &[Found<S>], mut at: usize, last: S::Step) -> Vec<String> {
    let mut steps = vec![last];
    while let Some((before, step)) = found[at].from {
        steps.push(step);
        at = before;
    }
    steps.iter().rev().map(|step| format!("{step:?}")).collect()
}
