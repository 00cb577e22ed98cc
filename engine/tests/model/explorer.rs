//! Breadth first, so that the first broken promise is the one with the shortest story.

use std::{collections::HashSet, env, fmt, rc::Rc};

use crate::world::{Policy, Rule, Step, World};

/// How many steps a story has at most: one more where there is time, as in `cargo xtask prove`.
fn longest() -> usize {
    let trials: usize = env::var("REGRANT_TRIALS").ok().and_then(|trials| trials.parse().ok()).unwrap_or_default();
    if trials >= 1000 { 8 } else { 7 }
}

/// What was explored.
pub struct Report {
    pub states: usize,
    pub steps: usize,
    /// How often each [`Transition`](engine::family::Transition) was made.
    pub moves: [usize; 5],
}

/// A promise that is broken, and the story of it.
pub struct Broken {
    promise: String,
    story: Vec<Step>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after {:?}", self.promise, self.story)
    }
}

/// A state, and how it was first reached.
struct Found {
    world: Rc<World>,
    steps: usize,
    from: Option<(usize, Step)>,
}

/// Goes everywhere that the rule leads to.
pub fn explore(policy: &Policy, rule: Rule) -> Result<Report, Broken> {
    let first = Rc::new(World::new(policy));
    let mut found = vec![Found { world: Rc::clone(&first), steps: 0, from: None }];
    let mut known = HashSet::from([first]);
    let mut report = Report { states: 0, steps: 0, moves: [0; 5] };
    let (all, longest) = (Step::all(), longest());
    let mut next = 0;
    while next < found.len() {
        let (here, steps) = (Rc::clone(&found[next].world), found[next].steps);
        for step in all.iter().copied().filter(|_| steps < longest) {
            let (transition, world) = match here.step(step, policy, rule) {
                None => continue,
                Some(Ok(outcome)) => outcome,
                Some(Err(promise)) => return Err(Broken { promise, story: story(&found, next, step) }),
            };
            report.steps += 1;
            if let Some(transition) = transition {
                report.moves[transition as usize] += 1;
            }
            let world = Rc::new(world);
            if known.insert(Rc::clone(&world)) {
                found.push(Found { world, steps: steps + 1, from: Some((next, step)) });
            }
        }
        next += 1;
    }
    report.states = found.len();
    Ok(report)
}

fn story(found: &[Found], mut at: usize, last: Step) -> Vec<Step> {
    let mut steps = vec![last];
    while let Some((before, step)) = found[at].from {
        steps.push(step);
        at = before;
    }
    steps.reverse();
    steps
}
