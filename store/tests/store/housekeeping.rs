//! The housekeeping: what it deletes, when, in which steps, and that one node does it.

use std::sync::Arc;

use domain::{
    clock::{FixedClock, Timestamp},
    family::{Revocation, RevocationReason},
    id::FamilyId,
    settings::retention::{KeptFor, Retention},
    token_event::TokenEventKind,
};
use engine::{
    contract::{Failure, Fixture as _, LIFETIME, START, Seed, event, seeded, store_family},
    storage::{EventStorage as _, FamilyStorage as _},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::{Error, EventClass, Forgetting, Housekeeping, Progress, testing::TestStore};

const DAY: i64 = 24 * 3600;

async fn count(fixture: &TestStore, of: &str) -> Result<i64, Failure> {
    let connection = fixture.store().connection_for_migrations();
    let query = Statement::from_string(connection.get_database_backend(), format!("SELECT count(*) AS number FROM {of}"));
    Ok(connection.query_one_raw(query).await?.ok_or("a row")?.try_get("", "number")?)
}

async fn round(fixture: &TestStore, at: Timestamp) -> Result<Housekeeping, Failure> {
    Ok(fixture.store().begin_housekeeping(Arc::new(FixedClock::at(at))).await?.ok_or("no other round")?)
}

/// Forgets the families that are due. Returns what each step deleted.
async fn forget(fixture: &TestStore, at: Timestamp) -> Result<Vec<u64>, Failure> {
    let (round, mut progress, mut steps) = (round(fixture, at).await?, Forgetting::default(), Vec::new());
    while let Some(deleted) = round.forget_families(&mut progress).await? {
        steps.push(deleted);
    }
    round.finish().await?;
    Ok(steps)
}

/// Deletes the events that are due. Returns how many.
async fn delete_events(fixture: &TestStore, at: Timestamp) -> Result<u64, Failure> {
    let (round, mut all) = (round(fixture, at).await?, 0);
    for class in EventClass::ALL {
        let mut progress = Progress::of(class);
        while let Some(deleted) = round.delete_events(&mut progress).await? {
            all += deleted;
        }
    }
    round.finish().await?;
    Ok(all)
}

fn days(days: i64) -> Result<KeptFor, Failure> {
    Ok(KeptFor::from_seconds(days * DAY)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_node_keeps_house_and_one_that_lost_its_lease_commits_nothing() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        seeded(&fixture).await?;
        let another = fixture.another().await?;
        let first = round(&fixture, START).await?;
        assert!(another.begin_housekeeping(Arc::new(FixedClock::at(START.plus_seconds(59)))).await?.is_none());
        // The first one is held up for a minute; another node takes over.
        let second = another.begin_housekeeping(Arc::new(FixedClock::at(START.plus_seconds(60)))).await?.ok_or("the lease is over")?;
        assert!(matches!(first.delete_expired().await, Err(Error::Stale)));
        assert!(matches!(first.move_earlier_events().await, Ok(0)), "there is nothing to do");
        second.delete_expired().await?;
        assert!(matches!(first.finish().await, Err(Error::Stale)));
        second.finish().await?;
        // A node whose clock was wrong does not keep the lease for as long as it was wrong.
        drop(round(&fixture, START.plus_seconds(400 * DAY)).await?);
        round(&fixture, START.plus_seconds(120)).await?.finish().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_forgotten_a_while_after_its_absolute_end_and_not_before() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, mut keeps) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        keeps.workspace.tokens.retention = Retention { ended_tokens_kept_for: days(90)?, ..Retention::default() };
        fixture.seed(keeps.clone()).await?;
        let (live, revoked, other) = (seed.family()?, seed.family()?, keeps.family()?);
        for (seed, family) in [(&seed, &live), (&seed, &revoked), (&keeps, &other)] {
            store_family(&fixture, seed, family.clone()).await?;
            let rotated = TokenEventKind::Rotated { generation: 1 };
            fixture.storage().record_event(event(family, START, rotated)).await?;
        }
        let storage = fixture.storage();
        let end = Revocation { at: START, reason: RevocationReason::User };
        assert!(storage.revoke_family(seed.revocation(revoked.authorization.id, end)).await?);

        let ended = START.plus_seconds(LIFETIME);
        let is_there = async |seed: &Seed, id: FamilyId| Ok::<_, Failure>(storage.find_family(seed.workspace.id, id).await?.is_some());
        assert!(forget(&fixture, ended.plus_seconds(30 * DAY - 1)).await?.is_empty());
        assert!(is_there(&seed, revoked.authorization.id).await?, "it was revoked, but its time has not come");
        // Two families with a refresh each, and a revocation.
        assert_eq!(forget(&fixture, ended.plus_seconds(30 * DAY)).await?.iter().sum::<u64>(), 5);
        for (seed, family, expected) in [(&seed, &live, false), (&seed, &revoked, false), (&keeps, &other, true)] {
            assert_eq!(is_there(seed, family.authorization.id).await?, expected);
        }
        // What was decided is kept for its own time, and is shown by its client.
        let workspace = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let decisions = workspace.list_decisions(seed.client.client.id, 50).await?;
        assert_eq!(decisions.len(), 2);
        assert!(decisions.iter().all(|event| event.user_id == Some(seed.user.user.id) && event.scopes == live.authorization.scopes));
        assert!(workspace.list_family_events(live.authorization.id).await?.is_empty());
        assert_eq!(forget(&fixture, ended.plus_seconds(90 * DAY)).await?.iter().sum::<u64>(), 2);
    }
    Ok(())
}

/// Stores this many families that ended at `START`.
async fn fill(fixture: &TestStore, seed: &Seed, many: i64) -> Result<(), Failure> {
    let connection = fixture.store().connection_for_migrations();
    let sqlite = connection.get_database_backend() == DbBackend::Sqlite;
    let [workspace, client, user] = [seed.workspace.id.as_uuid(), seed.client.client.id.as_uuid(), seed.user.user.id.as_uuid()]
        .map(|id| if sqlite { format!("X'{}'", id.simple()) } else { format!("'{id}'") });
    let (numbers, id, no) = if sqlite {
        let all =
            format!("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many}) SELECT n FROM numbers");
        (format!("({all})"), "randomblob(16)", "0")
    } else {
        (format!("(SELECT n FROM generate_series(1, {many}) AS n) AS numbers"), "gen_random_uuid()", "false")
    };
    let end = START.as_millis();
    let statement = format!(
        "INSERT INTO token_families (auth_time, created_at, rotated_at, last_used_at, expires_at, generation, id, workspace_id,
             client_id, user_id, login_session_id, expires_by, confirmed, ends_with_session, scopes)
         SELECT 1, 2, 3, 4, {end}, 0, {id}, {workspace}, {client}, {user}, {id}, 1, {no}, {no}, 'openid' FROM {numbers}"
    );
    connection.execute_unprepared(&statement).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_families_are_forgotten_in_small_steps_and_only_if_the_clock_can_be_believed() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        fill(&fixture, &seed, 10_001).await?;
        round(&fixture, START).await?.finish().await?;
        let much_later = START.plus_seconds(31 * DAY);
        for _ in 0..2 {
            let leaped = round(&fixture, much_later).await?;
            let leap = leaped.leap(START).await?.ok_or("a month was leaped over")?;
            assert_eq!((leap.last, leap.now, leap.rows), (START, much_later, 10_001));
            leaped.abandon().await?;
        }
        assert_eq!(count(&fixture, "token_families").await?, 10_001, "nothing was deleted");
        // The same amount within a day is no leap; nor is little after a long time.
        fixture.store().confirm_housekeeping(much_later).await?;
        let confirmed = round(&fixture, much_later.plus_seconds(600)).await?;
        assert_eq!(confirmed.leap(START).await?, None);
        confirmed.abandon().await?;
        let steps = forget(&fixture, much_later.plus_seconds(600)).await?;
        assert_eq!((steps.len(), steps.iter().max(), steps.iter().sum::<u64>()), (21, Some(&500), 10_001));
        assert_eq!(count(&fixture, "token_families").await?, 0);
        let later = round(&fixture, much_later.plus_seconds(400 * DAY)).await?;
        assert_eq!(later.leap(START).await?, None);
        later.abandon().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_workspace_keeps_its_events_for_its_own_time() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, mut short) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        short.workspace.tokens.retention =
            Retention { refreshes_kept_for: days(7)?, decisions_kept_for: days(60)?, ..Retention::default() };
        fixture.seed(short.clone()).await?;
        fixture.store().make_event_partitions(START).await?;
        for seed in [&seed, &short] {
            let family = seed.family()?;
            store_family(&fixture, seed, family.clone()).await?;
            for number in 0..600 {
                let at = START.plus_seconds(number);
                fixture.storage().record_event(event(&family, at, TokenEventKind::Rotated { generation: number })).await?;
            }
        }
        let kept = async || {
            let mut kept = Vec::new();
            for seed in [&seed, &short] {
                let events = fixture.token_events(seed.workspace.id).await?;
                let refreshes = events.iter().filter(|event| matches!(event.kind, TokenEventKind::Rotated { .. })).count();
                kept.push((refreshes, events.len() - refreshes));
            }
            Ok::<_, Failure>(kept)
        };
        assert_eq!(kept().await?, [(600, 1), (600, 1)]);
        assert_eq!(delete_events(&fixture, START.plus_seconds(7 * DAY)).await?, 0);
        assert_eq!(delete_events(&fixture, START.plus_seconds(7 * DAY + 600)).await?, 600);
        assert_eq!(kept().await?, [(600, 1), (0, 1)]);
        // The longest time: on PostgreSQL a whole partition, as soon as all in it is old enough.
        let at = START.plus_seconds(37 * DAY);
        let round = round(&fixture, at).await?;
        let dropped = round.drop_event_partitions().await?;
        round.finish().await?;
        let deleted = delete_events(&fixture, at).await?;
        let sqlite = fixture.store().connection_for_migrations().get_database_backend() == DbBackend::Sqlite;
        assert_eq!((dropped, deleted), if sqlite { (0, 600) } else { (1, 0) });
        assert_eq!(kept().await?, [(0, 1), (0, 1)]);
        delete_events(&fixture, START.plus_seconds(61 * DAY)).await?;
        assert_eq!(kept().await?, [(0, 1), (0, 0)]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn events_in_the_default_partition_are_deleted_row_by_row() -> Result<(), Failure> {
    let fixture = TestStore::postgres().await?;
    let seed = seeded(&fixture).await?;
    let family = seed.family()?;
    store_family(&fixture, &seed, family.clone()).await?;
    for number in 0..700 {
        let at = START.plus_seconds(number);
        fixture.storage().record_event(event(&family, at, TokenEventKind::Rotated { generation: number })).await?;
    }
    assert_eq!(count(&fixture, "engine_events_uses_default").await?, 700);
    assert_eq!(delete_events(&fixture, START.plus_seconds(30 * DAY + 600)).await?, 600);
    assert_eq!(count(&fixture, "engine_events_uses_default").await?, 100);
    Ok(())
}
