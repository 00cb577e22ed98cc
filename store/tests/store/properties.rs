//! The store's families move as [`engine::family::Position::present`] says, in any order of events.

use domain::{
    audit::AuditAction,
    clock::{Clock, FixedClock},
    family::{Revocation, RevocationReason},
    policy::Retry,
};
use engine::{
    contract::{Failure, Fixture, LIFETIME, START, Seed, retry, seeded, store_family},
    family::Family,
    storage::{FamilyStorage as _, RefreshOutcome},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use store::testing::TestStore;

/// An event in the life of a family.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A token this many generations behind the current one is presented; negative where it was never issued.
    Present { behind: i64, rotate: bool, window: i64, until_first_use: bool },
    /// A token this many generations behind is used elsewhere.
    Confirm { behind: i64 },
    /// The family is revoked.
    Revoke,
    /// The clock is advanced, or set back.
    Wait { millis: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let present = (-1..4_i64, prop::bool::weighted(0.8), prop::sample::select(vec![0, 1, 30, 300]), any::<bool>())
        .prop_map(|(behind, rotate, window, until_first_use)| Step::Present { behind: behind.min(2), rotate, window, until_first_use });
    let retried = (0..=1_i64).prop_map(|behind| Step::Present { behind, rotate: true, window: 30, until_first_use: false });
    let step = prop_oneof![
        3 => present,
        6 => retried,
        2 => (-1..2_i64).prop_map(|behind| Step::Confirm { behind }),
        1 => Just(Step::Revoke),
        // A storage adds the time that a move takes, so the clock is set back by more than any move takes.
        4 => prop::sample::select(vec![-40_000, -20_000, 1, 999, 1_000, 29_999, 31_000, 3_600_000, LIFETIME * 1_000])
            .prop_map(|millis| Step::Wait { millis }),
    ];
    prop::collection::vec(step, 1..24)
}

/// Applies each step to the stored family and to a model of it, and compares them afterwards.
async fn follow(fixture: &TestStore, seed: &Seed, steps: Vec<Step>) -> Result<(), Failure> {
    let storage = fixture.engine_storage();
    let (workspace, clock) = (seed.workspace.id, FixedClock::at(START));
    let mut model: Family = seed.family()?;
    let id = model.authorization.id;
    store_family(fixture, seed, model.clone()).await?;
    let mut codes = vec!["issued"];
    for step in steps {
        match step {
            Step::Present { behind, rotate, window, until_first_use } => {
                let mut present = seed.present(id, model.position.generation - behind, clock.now())?;
                present.presentation.rotate = rotate;
                present.presentation.retry = Retry { until_first_use, ..retry(window)? };
                let expected = match model.position.present(present.presentation) {
                    None => RefreshOutcome::without_move(model.clone(), present.presentation),
                    Some((transition, position)) => {
                        assert!(model.position.is_live(clock.now()), "a family that ended does not come back");
                        model.position = position;
                        codes.push(present.event(transition, &model).kind.code());
                        RefreshOutcome::Moved(transition, model.clone())
                    }
                };
                assert_eq!(storage.present_refresh_token(present).await?, expected);
            }
            Step::Confirm { behind } => {
                storage.confirm(workspace, id, model.position.generation - behind).await?;
                model.position.confirmed |= behind == 0;
            }
            Step::Revoke => {
                let revocation = Revocation { at: clock.now(), reason: RevocationReason::Administrator };
                assert_eq!(storage.revoke_family(seed.revocation(id, revocation)).await?, model.position.revoked.is_none());
                if model.position.revoked.is_none() {
                    model.position.revoked = Some(revocation);
                    codes.push("revoked");
                }
            }
            Step::Wait { millis } => clock.advance_millis(millis),
        }
        assert_eq!(storage.find_family(workspace, id).await?.as_ref(), Some(&model));
    }
    let mut written: Vec<_> = fixture.token_events(workspace).await?.into_iter().filter(|event| event.family_id == Some(id)).collect();
    written.sort_by_key(|event| event.id.as_uuid().as_u128() & u128::from(u64::MAX));
    assert_eq!(written.iter().map(|event| event.kind.code()).collect::<Vec<_>>(), codes, "one event a move, and none without");
    Ok(())
}

fn check(cases: u32, fixture: impl Future<Output = Result<TestStore, Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let fixture = runtime.block_on(fixture)?;
    let seed = runtime.block_on(seeded(&fixture))?;
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config)
        .run(&steps(), |steps| runtime.block_on(follow(&fixture, &seed, steps)).map_err(|error| TestCaseError::fail(error.to_string())));
    outcome.map_err(|error| error.to_string())?;
    let lines = runtime.block_on(fixture.audit_events(seed.workspace.id))?;
    assert!(lines.iter().any(|line| line.action == AuditAction::RefreshTokenReused), "the cases reached what they are about");
    Ok(())
}

#[test]
fn families_on_sqlite_follow_the_model() -> Result<(), Failure> {
    check(96, TestStore::sqlite())
}

#[test]
fn families_on_postgresql_follow_the_model() -> Result<(), Failure> {
    check(96, TestStore::postgres())
}
