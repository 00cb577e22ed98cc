//! Who waits for a statement, and who runs them. It is told the time, and does nothing by itself.

use std::{
    collections::{HashSet, VecDeque},
    hash::Hash,
    time::{Duration, Instant},
};

/// How many requests share a statement.
const MOST: usize = 64;
/// For how long a statement is waited for before another begins beside it: one that waits for its commit leaves the database idle, and
/// one that is held up must not hold up the rest.
pub(super) const PATIENCE: Duration = Duration::from_millis(3);
/// For how much longer with each request in it: what takes its time because there is much to do is not quicker in two parts.
const PATIENCE_EACH: Duration = Duration::from_micros(100);

/// Those that wait, each with the key of the row that it is about.
#[derive(Debug)]
pub(super) struct Queue<K, T> {
    waiting: VecDeque<(K, T)>,
    /// The rows in statements that are under way. None is in two at once, which could block each other.
    moving: HashSet<K>,
    runners: Vec<Runner>,
    /// How many runners there have been.
    numbered: u64,
}

/// Who runs one statement after another.
#[derive(Debug)]
struct Runner {
    number: u64,
    /// Until when the statement that is under way is waited for.
    waited_for_until: Option<Instant>,
}

impl<K, T> Default for Queue<K, T> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), moving: HashSet::new(), runners: Vec::new(), numbered: 0 }
    }
}

impl<K: Copy + Eq + Hash, T> Queue<K, T> {
    /// Adds one that waits.
    pub(super) fn push(&mut self, key: K, one: T) {
        self.waiting.push_back((key, one));
    }

    /// Returns the number of a runner that is to begin, because none is at hand for those who wait. The fewer there are, the more requests
    /// share a statement and its commit, so another begins only for a whole statement.
    pub(super) fn runner_if_needed(&mut self, most: usize, now: Instant) -> Option<u64> {
        let at_hand = self.runners.iter().filter(|runner| runner.is_at_hand(now)).count();
        if self.waiting.len() <= at_hand * MOST || self.runners.len() >= most {
            return None;
        }
        self.numbered += 1;
        self.runners.push(Runner { number: self.numbered, waited_for_until: None });
        Some(self.numbered)
    }

    /// Returns what a runner is to do next. If there is nothing, or so little that others do it, the runner has ended.
    pub(super) fn next_of(&mut self, number: u64, now: Instant) -> Vec<(K, T)> {
        let others = self.runners.iter().filter(|runner| runner.number != number && runner.is_at_hand(now)).count();
        let taken = if others > 0 && self.waiting.len() < MOST { Vec::new() } else { self.take() };
        let ends = taken.is_empty();
        self.runners.retain(|runner| runner.number != number || !ends);
        self.note(number, (!ends).then(|| now + patience(taken.len())));
        taken
    }

    /// Notes that a statement about these rows has ended, and with `runner_ends` its runner, too.
    pub(super) fn end(&mut self, number: u64, keys: &[K], runner_ends: bool) {
        for key in keys {
            self.moving.remove(key);
        }
        self.note(number, None);
        if runner_ends {
            self.runners.retain(|runner| runner.number != number);
        }
    }

    fn note(&mut self, number: u64, waited_for_until: Option<Instant>) {
        for runner in self.runners.iter_mut().filter(|runner| runner.number == number) {
            runner.waited_for_until = waited_for_until;
        }
    }

    /// Takes those that go into the next statement, in order, each row once.
    fn take(&mut self) -> Vec<(K, T)> {
        let mut taken = Vec::new();
        let mut left = VecDeque::new();
        while taken.len() < MOST
            && let Some((key, one)) = self.waiting.pop_front()
        {
            if self.moving.insert(key) {
                taken.push((key, one));
            } else {
                left.push_back((key, one));
            }
        }
        left.append(&mut self.waiting);
        self.waiting = left;
        taken
    }
}

impl Runner {
    /// Whether it can be waited for.
    fn is_at_hand(&self, now: Instant) -> bool {
        self.waited_for_until.is_none_or(|until| now < until)
    }
}

/// For how long a statement for so many is waited for.
fn patience(requests: usize) -> Duration {
    PATIENCE + PATIENCE_EACH.saturating_mul(u32::try_from(requests).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
