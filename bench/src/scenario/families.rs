//! Which families were refreshed, and when: a token that is presented again within the retry window brings no rotation.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::seed::{Plan, Pool};

/// How long a family is left alone after a rotation: the retry window of a new workspace and some seconds.
const REST: Duration = Duration::from_secs(33);
/// The step from one family to the next, a prime far from small fractions of any number of families, so that rows are visited in no order.
const STEP: u64 = 2_654_435_761;
/// How many of the last rotations are remembered.
const REMEMBERED: usize = 100_000;

/// The families of a pool, visited over and over in an order that looks random.
#[derive(Debug)]
pub struct Families {
    pool: Pool,
    generations: Vec<u32>,
    /// When each was rotated last, in seconds since `began`, counted from 1; 0 for never.
    rotated: Vec<u32>,
    began: Instant,
    visited: u64,
    step: u64,
    /// The last rotations, newest last.
    recent: VecDeque<u64>,
}

impl Families {
    /// Creates the state of a pool that was just seeded.
    pub fn new(plan: &Plan, pool: Pool) -> Self {
        let count = usize::try_from(plan.families(pool)).unwrap_or_default();
        let generation = u32::try_from(pool.generation()).unwrap_or_default();
        Self {
            pool,
            generations: vec![generation; count],
            rotated: vec![0; count],
            began: Instant::now(),
            visited: 0,
            step: step(plan.families(pool)),
            recent: VecDeque::new(),
        }
    }

    /// Returns the pool.
    pub const fn pool(&self) -> Pool {
        self.pool
    }

    /// Returns the next family that is due for a rotation; nothing where it was rotated too short a time ago.
    pub fn next_due(&mut self) -> Option<(u64, i64)> {
        let family = self.visit()?;
        let nth = usize::try_from(family).ok()?;
        let due = match *self.rotated.get(nth)? {
            0 => true,
            second => self.began.elapsed() >= Duration::from_secs(second.into()) + REST,
        };
        if !due {
            self.visited -= 1;
            return None;
        }
        Some((family, i64::from(*self.generations.get(nth)?)))
    }

    /// Returns the next family.
    pub fn visit(&mut self) -> Option<u64> {
        let count = u64::try_from(self.generations.len()).ok()?;
        let family = u128::from(self.visited) * u128::from(self.step) % u128::from(count.max(1));
        self.visited += 1;
        u64::try_from(family).ok().filter(|_| count > 0)
    }

    /// Returns the current generation of a family.
    pub fn generation(&self, family: u64) -> i64 {
        let generation = usize::try_from(family).ok().and_then(|family| self.generations.get(family));
        generation.copied().map_or(0, i64::from)
    }

    /// Notes a rotation.
    pub fn rotated(&mut self, family: u64, generation: i64) {
        let second = u32::try_from(self.began.elapsed().as_secs() + 1).unwrap_or(u32::MAX);
        if let Ok(nth) = usize::try_from(family)
            && let (Some(current), Some(rotated)) = (self.generations.get_mut(nth), self.rotated.get_mut(nth))
        {
            *current = u32::try_from(generation).unwrap_or_default();
            *rotated = second;
        }
        if self.recent.len() == REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back(family);
    }

    /// Returns the families that were rotated less than so many seconds ago, newest last.
    pub fn rotated_within(&self, age: Duration) -> Vec<u64> {
        let now = self.began.elapsed();
        let young = |family: &&u64| {
            let rotated = usize::try_from(**family).ok().and_then(|family| self.rotated.get(family)).copied().unwrap_or_default();
            Duration::from_secs(rotated.into()) + age > now + Duration::from_secs(1)
        };
        self.recent.iter().filter(young).copied().collect()
    }
}

/// Returns a step that reaches every one of so many families: it shares no divisor with the count.
fn step(count: u64) -> u64 {
    (STEP..u64::MAX).find(|step| greatest_common_divisor(*step, count) == 1).unwrap_or(1)
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{clock::now, seed::Scale};

    fn families(count: u64) -> Families {
        Families::new(&Plan::new(Scale::TINY.with_families(count), now()).unwrap(), Pool::Usual)
    }

    #[test]
    fn every_family_is_visited_once_before_any_is_visited_again() {
        for count in [1, 7, 400, 26_544] {
            let mut families = families(count);
            let visited: HashSet<u64> = (0..count).filter_map(|_| families.next_due()).map(|(family, _)| family).collect();
            assert_eq!(u64::try_from(visited.len()).unwrap(), count);
        }
    }

    #[test]
    fn a_family_that_was_just_rotated_is_not_due() {
        let mut families = families(2);
        let (first, generation) = families.next_due().unwrap();
        assert_eq!(generation, 0);
        families.rotated(first, 1);
        let (second, _) = families.next_due().unwrap();
        families.rotated(second, 1);
        assert_eq!(families.next_due(), None);
        assert_eq!(families.next_due(), None, "and stays the next one");
        assert_eq!(families.rotated_within(Duration::from_secs(20)), [first, second]);
        assert_eq!(families.generation(first), 1);
    }
}
