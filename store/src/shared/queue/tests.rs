//! Time is told to the queue, so none of these waits for any.

use std::{collections::BTreeMap, time::Instant};

use domain::{clock::Timestamp, id::FamilyId};
use proptest::prelude::*;

use super::*;

fn family(number: u16) -> FamilyId {
    let mut random = [0; 10];
    random[8..].copy_from_slice(&number.to_be_bytes());
    FamilyId::new(Timestamp::from_millis(0), random)
}

/// A queue in which the refreshes of these families wait, of which each has one.
fn waiting(families: std::ops::Range<u16>) -> Queue<FamilyId, u16> {
    let mut queue = Queue::default();
    families.for_each(|number| queue.push(family(number), number));
    queue
}

#[test]
fn a_statement_is_waited_for_the_longer_the_more_it_is_for_and_then_another_begins_beside_it() {
    for (requests, micros) in [(1, 3_100), (20, 5_000), (64, 9_400)] {
        let began = Instant::now();
        let mut queue = waiting(0..requests);
        let first = queue.runner_if_needed(4, began).unwrap();
        assert_eq!(queue.next_of(first, began).len(), usize::from(requests));
        queue.push(family(100), 100);
        let just_before = began + Duration::from_micros(micros - 1);
        assert_eq!(queue.runner_if_needed(4, just_before), None, "{requests} requests");
        let then = began + Duration::from_micros(micros);
        let second = queue.runner_if_needed(4, then).unwrap();
        assert_eq!(queue.next_of(second, then), [(family(100), 100)]);
    }
}

#[test]
fn however_long_statements_are_held_up_there_are_no_more_than_so_many() {
    let began = Instant::now();
    let mut queue = Queue::default();
    for number in 0..4 {
        queue.push(family(number), number);
        let now = began + patience(1) * u32::from(number);
        let runner = queue.runner_if_needed(4, now).unwrap();
        assert_eq!(queue.next_of(runner, now).len(), 1);
    }
    queue.push(family(9), 9);
    assert_eq!(queue.runner_if_needed(4, began + patience(1) * 100), None);
}

#[test]
fn another_begins_at_once_for_more_than_a_whole_statement() {
    let now = Instant::now();
    let mut queue = waiting(0..64);
    let first = queue.runner_if_needed(4, now).unwrap();
    assert_eq!(queue.runner_if_needed(4, now), None, "one statement is enough");
    queue.push(family(64), 64);
    let second = queue.runner_if_needed(4, now).unwrap();
    assert_eq!(queue.next_of(first, now).len(), 64);
    assert!(queue.next_of(second, now).is_empty(), "the first comes back for the one that is left");
    assert_eq!(queue.runner_if_needed(4, now), None);
}

#[test]
fn a_family_is_in_one_statement_at_a_time_and_waits_for_the_end_of_it() {
    let now = Instant::now();
    let mut queue = waiting(0..1);
    let first = queue.runner_if_needed(4, now).unwrap();
    assert_eq!(queue.next_of(first, now).len(), 1);
    queue.push(family(0), 7);
    let late = now + patience(1);
    let second = queue.runner_if_needed(4, late).unwrap();
    assert!(queue.next_of(second, late).is_empty());
    queue.end(first, &[family(0)], false);
    assert_eq!(queue.next_of(first, late), [(family(0), 7)]);
}

#[test]
fn whoever_panics_makes_room_for_another() {
    let now = Instant::now();
    let mut queue = waiting(0..1);
    let first = queue.runner_if_needed(1, now).unwrap();
    queue.next_of(first, now);
    queue.push(family(0), 7);
    queue.end(first, &[family(0)], true);
    let second = queue.runner_if_needed(1, now).unwrap();
    assert_eq!(queue.next_of(second, now), [(family(0), 7)]);
}

#[derive(Debug, Clone)]
enum Step {
    /// Refreshes of some of a few families come.
    Come(Vec<u16>),
    /// Time passes, in milliseconds.
    Pass(u64),
    /// The statement of one of those that run ends.
    End(prop::sample::Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => prop::collection::vec(0..40_u16, 1..90).prop_map(Step::Come),
        2 => prop::sample::select(vec![1, 2, 3, 5, 10, 50]).prop_map(Step::Pass),
        3 => any::<prop::sample::Index>().prop_map(Step::End),
    ];
    prop::collection::vec(step, 1..60)
}

/// The statements under way, by their runner: what they are for, and when they began.
#[derive(Default)]
struct UnderWay(BTreeMap<u64, (Vec<FamilyId>, Instant)>);

impl UnderWay {
    /// Lets a runner take its next statement. Returns what is in it.
    fn next(&mut self, queue: &mut Queue<FamilyId, usize>, runner: u64, now: Instant) -> Vec<usize> {
        let (families, taken): (Vec<_>, Vec<_>) = queue.next_of(runner, now).into_iter().unzip();
        assert!(families.len() <= MOST);
        if !families.is_empty() {
            self.0.insert(runner, (families, now));
        }
        let mut all: Vec<_> = self.0.values().flat_map(|(families, _)| families).collect();
        let number = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), number, "a family is in one statement at a time");
        taken
    }

    /// Asks for runners, as each that waits does, until none is needed.
    fn run_if_needed(&mut self, queue: &mut Queue<FamilyId, usize>, most: usize, now: Instant) -> Vec<usize> {
        let mut taken = Vec::new();
        for _ in 0..=most {
            let Some(runner) = queue.runner_if_needed(most, now) else { return taken };
            taken.extend(self.next(queue, runner, now));
            assert!(self.0.len() <= most, "no more than so many at once");
        }
        taken
    }

    fn end(&mut self, queue: &mut Queue<FamilyId, usize>, runner: u64, now: Instant) -> Vec<usize> {
        let (families, _) = self.0.remove(&runner).unwrap();
        queue.end(runner, &families, false);
        self.next(queue, runner, now)
    }
}

proptest! {
    /// Whoever waits has a runner whose statement is still waited for, or waits for the own family, or all runners are held up; and
    /// everybody is taken in the end, once.
    #[test]
    fn nobody_waits_behind_a_statement_that_is_held_up_while_another_may_begin(most in prop::sample::select(vec![1, 4]), steps in steps()) {
        let (mut queue, mut under_way, mut now) = (Queue::default(), UnderWay::default(), Instant::now());
        let (mut come, mut taken) = (0, Vec::new());
        for step in steps {
            match step {
                Step::Come(families) => {
                    for number in families {
                        queue.push(family(number), come);
                        come += 1;
                    }
                }
                Step::Pass(millis) => now += Duration::from_millis(millis),
                Step::End(which) if !under_way.0.is_empty() => {
                    let runner = *which.get(&under_way.0.keys().copied().collect::<Vec<_>>());
                    taken.extend(under_way.end(&mut queue, runner, now));
                }
                Step::End(_) => {}
            }
            // Each that waits asks when it comes, and again after a while.
            taken.extend(under_way.run_if_needed(&mut queue, most, now));
            let at_hand = under_way.0.values().any(|(families, began)| now.duration_since(*began) < patience(families.len()));
            let waits_for_its_family = queue.waiting.iter().all(|(family, _)| queue.moving.contains(family));
            prop_assert!(queue.waiting.is_empty() || at_hand || under_way.0.len() == most || waits_for_its_family);
        }
        while let Some(runner) = under_way.0.keys().next().copied() {
            taken.extend(under_way.end(&mut queue, runner, now));
            taken.extend(under_way.run_if_needed(&mut queue, most, now));
        }
        taken.sort_unstable();
        prop_assert_eq!(taken, (0..come).collect::<Vec<_>>());
    }
}
