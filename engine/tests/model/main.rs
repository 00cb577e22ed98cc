//! The family's state machine, explored to the end of small bounds: every order in which an owner who loses answers, a thief with a copy,
//! whoever revokes and a clock that jumps can come, and after each step the promises of the engine.
//!
//! An explorer that finds nothing may be blind. So it is shown rules that are wrong in one way each, and must find every one of them.
#![expect(unreachable_pub, reason = "the modules of a test binary are nobody else's")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod explorer;
mod mutants;
mod world;

use domain::{lifetime::IdleTtl, policy::Retry};
use engine::{
    contract,
    family::{Family, Transition},
};

use crate::{
    explorer::explore,
    mutants::MUTANTS,
    world::{IDLE, Policy},
};

fn within(window: i64, count: u8) -> Retry {
    contract::retry(window, count).unwrap()
}

/// The policies that are explored. One late retry is as good as ten to find out what becomes of the one too many.
fn policies() -> Vec<Policy> {
    let never = IdleTtl::from_seconds(0).unwrap();
    let policy = |name, rotate, retry, idle_ttl| Policy { name, rotate, retry, idle_ttl };
    vec![
        policy("a window with one late retry", true, within(30, 1), never),
        policy("a window with no late retry", true, within(30, 0), never),
        policy("no window", true, within(0, 1), never),
        policy("until first use", true, Retry::UntilFirstUse, never),
        policy("no rotation", false, within(30, 1), never),
        policy("an idle lifetime", true, within(30, 1), IdleTtl::from_seconds(IDLE).unwrap()),
    ]
}

#[test]
fn c028_c041_c105_c107_c108_c110_whatever_happens_in_whatever_order_the_promises_are_kept() {
    for policy in policies() {
        let report = explore(&policy, Family::present).unwrap_or_else(|broken| panic!("{}: {broken}", policy.name));
        let [rotated, retried, kept, reused, gone] = report.moves;
        println!(
            "proved | every order of events, {} | the rule alone | {} states | {} steps: {rotated} rotated, {retried} retried, {kept} kept, \
             {reused} reused, {gone} gone",
            policy.name, report.states, report.steps
        );
        let reached = |transition: Transition| report.moves[transition as usize] > 0;
        assert!(reached(Transition::Gone), "{}", policy.name);
        assert_eq!(reached(Transition::Kept), !policy.rotate, "{}", policy.name);
        assert_eq!((reached(Transition::Rotated), reached(Transition::Reused)), (policy.rotate, policy.rotate), "{}", policy.name);
        assert_eq!(reached(Transition::Retried), policy.rotate && policy.name != "no window", "{}", policy.name);
    }
}

#[test]
fn a_rule_that_is_wrong_in_any_way_is_found() {
    for (name, rule) in MUTANTS {
        let broken = policies().iter().find_map(|policy| explore(policy, rule).err());
        let broken = broken.unwrap_or_else(|| panic!("the explorer is blind for a rule that {name}"));
        println!("a rule that {name}: {broken}\n");
    }
}
