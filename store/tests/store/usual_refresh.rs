//! The statements of the usual refresh do what [`UsualRefresh::due`] says, for every family, presentation and time, many at once.

use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    binding::Binding,
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    lifetime::IdleTtl,
    policy::Retry,
    resource::Resources,
    thumbprint::Thumbprint,
    user::UserStatus,
};
use engine::{
    contract::{API, DETAILS, Failure, Fixture, LIFETIME, START, Seed, moved, retry, store_family},
    family::{Family, Transition},
    storage::{AllowedFamilies, FamilyStorage as _, UsualRefresh},
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use store::testing::TestStore;
use tokio::task::JoinSet;

/// A family, and what is presented to it.
#[derive(Debug, Clone)]
struct Case {
    family: Stored,
    presented: Presented,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way in which a family is not usual")]
struct Stored {
    generation: i64,
    confirmed: bool,
    rotated_at: i64,
    idle: i64,
    used_at: i64,
    revoked: bool,
    scopes: &'static str,
    bound_to: Option<u8>,
    with_resource: bool,
    with_details: bool,
    of_disabled_user: bool,
    of_other_client: bool,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way in which a refresh is asked for")]
struct Presented {
    behind: i64,
    at: i64,
    rotate: bool,
    window: i64,
    proven: Option<u8>,
    offline: bool,
    without: bool,
    scopes: &'static str,
    narrowed: Option<&'static str>,
    until_first_use: bool,
    stale: Option<bool>,
}

const SCOPES: [&str; 5] =
    ["email offline_access openid profile", "openid", "offline_access", "openid profile", "not_offline_access openid"];

const BINDINGS: [Option<u8>; 4] = [Some(0), Some(1), Some(2), Some(3)];

/// What is usual comes often, so that half of the cases move.
fn mostly<T: Clone + std::fmt::Debug + 'static>(usual: T, other: impl Strategy<Value = T> + 'static) -> impl Strategy<Value = T> {
    prop_oneof![9 => Just(usual), 1 => other]
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
    let stored = (
        (
            0..4_i64,
            any::<bool>(),
            select(vec![0, 1, 29_999, 30_000, 300_000]),
            select(vec![0, 0, 60, 3600]),
            select(vec![0, 59_999, 60_000]),
        ),
        (mostly(false, Just(true)), select(SCOPES.to_vec()), mostly(None, select(BINDINGS.to_vec())), mostly(false, Just(true))),
        (mostly(false, Just(true)), mostly(false, Just(true)), mostly(false, Just(true))),
    );
    let stored =
        stored.prop_map(|((generation, confirmed, rotated_at, idle, used_at), (revoked, scopes, bound_to, with_resource), of)| Stored {
            generation,
            confirmed,
            rotated_at,
            idle,
            used_at,
            revoked,
            scopes,
            bound_to,
            with_resource,
            of_disabled_user: of.0,
            of_other_client: of.1,
            with_details: of.2,
        });
    let presented = (
        (
            prop_oneof![6 => Just(0), 3 => Just(1), 1 => -1..3_i64],
            mostly(30_000, select(vec![-30_000, 0, 1, 29_999, 59_999, 60_000, 119_999, 120_000, LIFETIME * 1000 - 1, LIFETIME * 1000])),
            mostly(true, Just(false)),
            select(vec![0, 30, 300]),
        ),
        (mostly(None, select(BINDINGS.to_vec())), mostly(true, Just(false)), mostly(true, Just(false))),
        (
            mostly("email not_offline_access offline_access openid profile", select(SCOPES.to_vec())),
            mostly(None, select(SCOPES.to_vec()).prop_map(Some)),
            any::<bool>(),
            mostly(None, select(vec![Some(true), Some(false)])),
        ),
    );
    let presented = presented.prop_map(|((behind, at, rotate, window), (proven, offline, without), rest)| Presented {
        behind,
        at,
        rotate,
        window,
        proven,
        offline,
        without,
        scopes: rest.0,
        narrowed: rest.1,
        until_first_use: rest.2,
        stale: rest.3,
    });
    prop::collection::vec((stored, presented).prop_map(|(family, presented)| Case { family, presented }), 1..80)
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(START.as_millis() + millis)
}

/// What a number stands for: of two keys, and two certificates with the same thumbprints.
fn binding(of: Option<u8>) -> Option<Binding> {
    let thumbprint = |number: u8| Thumbprint::from_bytes([number % 2; 32]);
    of.map(|number| if number < 2 { Binding::Key(thumbprint(number)) } else { Binding::Certificate(thumbprint(number)) })
}

fn stored(seed: &Seed, of: &Stored) -> Result<Family, Failure> {
    let mut family = seed.family()?;
    let authorization = &mut family.authorization;
    authorization.scopes = of.scopes.parse()?;
    authorization.bound_to = binding(of.bound_to);
    if of.with_resource {
        authorization.resources = API.parse::<Resources>()?;
    }
    if of.with_details {
        authorization.authorization_details = DETAILS.parse()?;
    }
    if of.of_disabled_user {
        authorization.user_id = seed.other_user.user.id;
    }
    if of.of_other_client {
        authorization.client_id = seed.other_client.client.id;
    }
    let position = &mut family.position;
    position.generation = of.generation;
    position.confirmed = of.confirmed;
    position.rotated_at = at(of.rotated_at);
    position.last_used_at = at(of.used_at);
    position.idle_ttl = IdleTtl::from_seconds(of.idle)?;
    position.revoked = of.revoked.then_some(Revocation { at: START, reason: RevocationReason::User });
    Ok(family)
}

fn presented(seed: &Seed, family: &Family, of: &Presented) -> Result<UsualRefresh, Failure> {
    let mut refresh = seed.refresh(family.authorization.id, family.position.generation - of.behind, at(of.at))?;
    refresh.presentation.rotate = of.rotate;
    refresh.presentation.retry = Retry { until_first_use: of.until_first_use, ..retry(of.window)? };
    refresh.bound_to = binding(of.proven);
    refresh.allowed = AllowedFamilies { with_offline_access: of.offline, without_offline_access: of.without };
    refresh.scopes = of.scopes.parse()?;
    refresh.narrowed = of.narrowed.map(str::parse).transpose()?;
    match of.stale {
        Some(true) => refresh.workspace.1 -= 1,
        Some(false) => refresh.client.1 -= 1,
        None => {}
    }
    Ok(refresh)
}

/// Makes all refreshes at once, and compares each with what its rule says. Returns how many moved.
async fn compare(fixture: &Arc<TestStore>, seed: &Seed, cases: Vec<Case>) -> Result<usize, Failure> {
    let mut tasks = JoinSet::new();
    for case in cases {
        let family = stored(seed, &case.family)?;
        store_family(&**fixture, seed, family.clone()).await?;
        let refresh = presented(seed, &family, &case.presented)?;
        let (fixture, case) = (Arc::clone(fixture), case);
        tasks.spawn(async move { (case, family, refresh.clone(), fixture.engine_storage().refresh_as_usual(refresh).await) });
    }
    let (mut moves, mut events) = (0, Vec::new());
    while let Some(made) = tasks.join_next().await {
        let (case, before, refresh, refreshed) = made?;
        let user = if case.family.of_disabled_user { &seed.other_user.user } else { &seed.user.user };
        let is_current = refresh.workspace.1 == seed.workspace.version && refresh.client.1 == seed.client.client.version;
        let due = refresh.due(&before, user).filter(|_| is_current);
        let after = due.map_or_else(|| before.clone(), |(_, position)| Family { position, ..before.clone() });
        let expected = due.map(|(transition, _)| refresh.refreshed(transition, &after, user.clone()));
        assert_eq!(refreshed?, expected, "{case:?}");
        let found = fixture.engine_storage().find_family(seed.workspace.id, before.authorization.id).await?;
        assert_eq!(found.as_ref(), Some(&after), "{case:?}");
        if let Some((transition, _)) = due {
            moves += 1;
            events.push(refresh.event(transition, &after));
        }
    }
    let written = fixture.token_events(seed.workspace.id).await?;
    for event in &events {
        assert!(written.contains(event), "{event:?}");
    }
    Ok(moves)
}

fn check(fixture: impl Future<Output = Result<TestStore, Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let fixture = Arc::new(runtime.block_on(fixture)?);
    let mut seed = Seed::new("acme", "main")?;
    seed.other_user.user.status = UserStatus::Disabled;
    runtime.block_on(fixture.seed(seed.clone()))?;
    let (all, moved) = (Cell::new(0), Cell::new(0));
    let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let outcome = TestRunner::new(config).run(&cases(), |cases| {
        let number = cases.len();
        let of_these = runtime.block_on(compare(&fixture, &seed, cases)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        all.set(all.get() + number);
        moved.set(moved.get() + of_these);
        Ok(())
    });
    outcome.map_err(|error| error.to_string())?;
    let (all, moved) = (all.get(), moved.get());
    assert!(moved * 10 > all && moved * 10 < all * 9, "{moved} of {all} moved: the cases reached both sides");
    Ok(())
}

#[test]
fn usual_refreshes_on_sqlite_follow_their_rule() -> Result<(), Failure> {
    check(TestStore::sqlite())
}

#[test]
fn usual_refreshes_on_postgresql_follow_their_rule() -> Result<(), Failure> {
    check(TestStore::postgres())
}

/// A rotation stalled meanwhile, and its window begins when its response could leave: long after this request came, and just now.
#[tokio::test]
async fn however_long_a_request_waits_its_token_counts_as_presented_when_it_came() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = Seed::new("acme", "main")?;
        fixture.seed(seed.clone()).await?;
        let family = seed.family_with(|family| (family.position.generation, family.position.rotated_at) = (1, at(10_000)))?;
        store_family(&fixture, &seed, family.clone()).await?;
        let mut present = seed.present(family.authorization.id, 0, at(1_000))?;
        present.presentation.retry = retry(1)?;
        present.since = Instant::now().checked_sub(Duration::from_millis(9_500)).ok_or("the machine has run for ten seconds")?;
        let (transition, _) = moved(fixture.engine_storage().present_refresh_token(present).await?)?;
        assert_eq!(transition, Transition::Retried);
    }
    Ok(())
}
