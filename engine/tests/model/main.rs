//! The family's state machine, explored to the end of small bounds: every order in which an owner who loses answers, a thief with a copy,
//! whoever revokes, a clock that jumps, and the workers of a burst can come, and after each step the promises of the engine.
//!
//! An explorer that finds nothing may be blind. So it is shown rules that are wrong in one way each, and must find every one of them.
#![expect(unreachable_pub, reason = "the modules of a test binary are nobody else's")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod burst;
mod explorer;
mod mutants;
mod world;

use domain::{lifetime::IdleTtl, policy::Retry};
use engine::{
    contract::retry,
    family::{Position, Transition},
};

use crate::{
    burst::Burst,
    explorer::{Broken, Report, explore, explore_all, has_time},
    mutants::{MUTANTS, rotates_at_each_use},
    world::{IDLE, ModelWorld, Policy, Rule},
};

fn window(seconds: i64) -> Retry {
    retry(seconds).unwrap()
}

/// The policies that are explored.
fn policies() -> Vec<Policy> {
    let never = IdleTtl::from_seconds(0).unwrap();
    let policy = |name, rotate, retry, idle_ttl| Policy { name, rotate, retry, idle_ttl };
    vec![
        policy("a window", true, window(30), never),
        policy("no window", true, window(0), never),
        policy("until first use", true, Retry { until_first_use: true, ..window(30) }, never),
        policy("until first use without a window", true, Retry { until_first_use: true, ..window(0) }, never),
        policy("no rotation", false, window(30), never),
        policy("an idle lifetime", true, window(30), IdleTtl::from_seconds(IDLE).unwrap()),
    ]
}

fn orders(policy: Policy, rule: Rule) -> Result<Report, Broken> {
    explore(ModelWorld::new(policy, rule), &world::Step::all())
}

/// Bursts that begin with the token of a code, or with one that was made just now, a while, almost a window and a window ago.
fn bursts(rule: Rule, workers: usize) -> Result<Report, Broken> {
    let mut all = Report::default();
    for made_seconds_ago in [None, Some(0), Some(15), Some(29), Some(30)] {
        let report = explore_all(Burst::new(rule, workers, made_seconds_ago), &burst::Step::all())?;
        all.states += report.states;
        all.steps += report.steps;
        all.gone += report.gone;
        all.moves.iter_mut().zip(report.moves).for_each(|(all, more)| *all += more);
    }
    Ok(all)
}

/// Clauses: 28, 41, 105, 107, 108, 110.
#[test]
fn whatever_happens_in_whatever_order_the_promises_are_kept() {
    for policy in policies() {
        let report = orders(policy, Position::present).unwrap_or_else(|broken| panic!("{}: {broken}", policy.name));
        let [rotated, repeated, retried, kept, reused] = report.moves;
        let gone = report.gone;
        println!(
            "proved | every order of events, {} | the rule alone | {} states | {} steps: {rotated} rotated, {repeated} repeated, {retried} \
             retried, {kept} kept, {reused} reused, {gone} gone",
            policy.name, report.states, report.steps
        );
        let reached = |transition: Transition| report.moves[transition as usize] > 0;
        let has_window = policy.retry.window.as_seconds() > 0;
        assert!(gone > 0, "{}", policy.name);
        assert_eq!(reached(Transition::Kept), !policy.rotate, "{}", policy.name);
        assert_eq!((reached(Transition::Rotated), reached(Transition::Reused)), (policy.rotate, policy.rotate), "{}", policy.name);
        assert_eq!(reached(Transition::Repeated), policy.rotate && has_window, "{}", policy.name);
        assert_eq!(reached(Transition::Retried), policy.rotate && (has_window || policy.retry.until_first_use), "{}", policy.name);
    }
}

/// Clauses: 106, 115.
#[test]
fn no_order_of_events_in_a_burst_of_workers_on_one_store_ends_the_family() {
    let workers = if has_time() { 4 } else { 3 };
    let report = bursts(Position::present, workers).unwrap_or_else(|broken| panic!("{broken}"));
    let [rotated, repeated, retried, ..] = report.moves;
    println!(
        "proved | every order of a burst of {workers} workers on one store | the rule alone | {} states | {} steps: {rotated} rotated, \
         {repeated} repeated, {retried} retried, 0 logins lost",
        report.states, report.steps
    );
    assert!(rotated > 0 && repeated > 0 && retried > 0);
}

#[test]
fn the_rule_of_before_loses_logins_in_a_burst() {
    let broken = bursts(rotates_at_each_use, 3).err().unwrap().to_string();
    assert!(broken.starts_with("a burst costs the login: generation 0 is Reused"), "{broken}");
}

#[test]
fn a_rule_that_is_wrong_in_any_way_is_found() {
    for (name, rule) in MUTANTS {
        let broken = policies().into_iter().find_map(|policy| orders(policy, rule).err());
        let broken = broken.unwrap_or_else(|| panic!("the explorer is blind for a rule that {name}"));
        println!("a rule that {name}: {broken}\n");
    }
}
