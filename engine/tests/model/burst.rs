//! A burst: workers of one client that share a store of tokens. Each reads the store, refreshes with what it read and writes what it
//! got, with any delays, in any order; only all of it comes within one window.

use std::hash::{Hash, Hasher};

use domain::{clock::Timestamp, policy::Retry};
use engine::{
    contract::{START, Seed, retry},
    family::{Position, Presentation, Transition},
};

use crate::{
    explorer::{Event, Outcome, State},
    world::Rule,
};

/// The window, in seconds.
const WINDOW: i64 = 30;
/// How many workers there are at most.
const MOST_WORKERS: usize = 4;
/// How often each of them refreshes.
const ROUNDS: u8 = 2;

/// What a worker is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Worker {
    /// To read the store, for so many more rounds.
    Read(u8),
    /// To present what it read.
    Present(u8, i64),
    /// To write what it got.
    Write(u8, i64),
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A worker does what it is about to do.
    Act(usize),
    /// The clock goes on, by seconds.
    Wait(i64),
}

impl Step {
    pub fn all() -> Vec<Self> {
        // Together they stay below the window.
        let waits = [1, 14].map(Self::Wait);
        (0..MOST_WORKERS).map(Self::Act).chain(waits).collect()
    }
}

#[derive(Debug, Clone)]
pub struct Burst {
    rule: Rule,
    retry: Retry,
    position: Position,
    now: Timestamp,
    /// The generation in the store that the workers share; the last writer wins.
    store: i64,
    workers: [Worker; MOST_WORKERS],
}

impl Burst {
    /// Before the burst: the store holds the current token, which was made so many seconds ago by a rotation, or came from a code.
    pub fn new(rule: Rule, workers: usize, made_seconds_ago: Option<i64>) -> Self {
        let position = Seed::new("acme", "main").unwrap().family().unwrap().position;
        let position = match made_seconds_ago {
            Some(seconds) => Position { generation: 1, rotated_at: START.plus_seconds(-seconds), ..position },
            None => position,
        };
        let store = position.generation;
        let workers = std::array::from_fn(|index| Worker::Read(if index < workers { ROUNDS } else { 0 }));
        Self { rule, retry: retry(WINDOW).unwrap(), position, now: START, store, workers }
    }

    fn seen(&self) -> (i64, bool, Timestamp, Timestamp, i64, [Worker; MOST_WORKERS]) {
        let position = &self.position;
        let mut workers = self.workers;
        // The workers are all alike.
        workers.sort_unstable();
        (position.generation, position.confirmed, position.rotated_at, self.now, self.store, workers)
    }
}

impl PartialEq for Burst {
    fn eq(&self, other: &Self) -> bool {
        self.seen() == other.seen()
    }
}

impl Eq for Burst {}

impl Hash for Burst {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.seen().hash(state);
    }
}

impl State for Burst {
    type Step = Step;

    fn step(&self, step: Step) -> Option<Outcome<Self>> {
        let mut next = self.clone();
        let index = match step {
            Step::Act(index) => index,
            Step::Wait(seconds) => {
                next.now = self.now.plus_seconds(seconds);
                let in_the_burst = next.now.seconds_since(START) < WINDOW;
                return in_the_burst.then_some(Ok((Event::Other, next)));
            }
        };
        let mut event = Event::Other;
        next.workers[index] = match self.workers[index] {
            Worker::Read(0) => return None,
            Worker::Read(rounds) => Worker::Present(rounds - 1, self.store),
            Worker::Present(rounds, generation) => {
                let presentation = Presentation { generation, now: self.now, rotate: true, retry: self.retry };
                let (transition, position) = match (self.rule)(&self.position, presentation) {
                    Some((transition, position)) if transition != Transition::Reused => (transition, position),
                    moved => {
                        let end = moved.map_or_else(|| "Gone".to_owned(), |(transition, _)| format!("{transition:?}"));
                        return Some(Err(format!("a burst costs the login: generation {generation} is {end}")));
                    }
                };
                next.position = position;
                event = Event::Moved(transition);
                Worker::Write(rounds, next.position.generation)
            }
            Worker::Write(rounds, generation) => {
                next.store = generation;
                Worker::Read(rounds)
            }
        };
        Some(Ok((event, next)))
    }
}
