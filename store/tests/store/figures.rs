//! Figures and counts: what is added up once, and what is counted up to a bound.

use std::sync::Arc;

use domain::{
    activity::{Activity, Figures, Period},
    clock::{FixedClock, Timestamp},
    family::RevocationReason,
    token_event::TokenEventKind,
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, event, seeded, store_family},
    storage::EventStorage as _,
};
use sea_orm::{ConnectionTrait as _, Statement};
use store::testing::TestStore;

const HOUR: i64 = 3600;

async fn record(fixture: &TestStore, family: &engine::family::Family, at: Timestamp, kind: TokenEventKind) -> Result<(), Failure> {
    Ok(fixture.storage().record_event(event(family, at, kind)).await?)
}

/// Counts what has settled by then. Returns how many steps that took.
async fn count(fixture: &TestStore, at: Timestamp) -> Result<u32, Failure> {
    let round = fixture.store().begin_housekeeping(Arc::new(FixedClock::at(at))).await?.ok_or("no other round")?;
    let mut steps = 1;
    while round.count_events().await? {
        steps += 1;
    }
    round.finish().await?;
    Ok(steps)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_among_the_figures_once_whether_it_was_added_up_or_not() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, other) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(other.clone()).await?;
        let families = [(&seed, seed.family()?), (&other, other.family()?)];
        for (seed, family) in &families {
            store_family(&fixture, seed, family.clone()).await?;
        }
        let (of_seed, of_other) = (&families[0].1, &families[1].1);
        for number in 0..100 {
            let at = START.plus_seconds(number * 60);
            record(&fixture, of_seed, at, TokenEventKind::Rotated { generation: number }).await?;
        }
        record(&fixture, of_seed, START.plus_seconds(90), TokenEventKind::Reused { presented: 1, generation: 2 }).await?;
        let expired = TokenEventKind::Refused { reason: "refresh_token_expired".to_owned(), assertion: None };
        record(&fixture, of_seed, START.plus_seconds(95), expired).await?;
        record(&fixture, of_other, START.plus_seconds(99), TokenEventKind::Kept { generation: 0 }).await?;
        let figures = async |seed: &Seed| {
            let store = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
            let now = START.plus_seconds(2 * HOUR);
            Ok::<_, Failure>(Activity::of(Period::Day, now, &store.figures_since(Period::Day.start(now), now).await?))
        };
        let all = [figures(&seed).await?, figures(&other).await?];
        let [of_seed, of_other] = all.clone().map(|activity| activity.total());
        assert_eq!((of_seed.refreshes, of_seed.reuses, of_seed.refusals), (100, 1, 1));
        assert_eq!((of_other.refreshes, of_other.reuses, of_other.refusals), (1, 0, 0));
        assert_eq!(all[0].refusals, [("refresh_token_expired".to_owned(), 1)]);
        let by_hour: Vec<u64> = all[0].points.iter().map(|point| point.refreshes).filter(|refreshes| *refreshes > 0).collect();
        assert_eq!(by_hour.iter().sum::<u64>(), 100);
        assert!(by_hour.len() > 1, "each is in its hour: {by_hour:?}");
        for minutes in [10, 30, 31, 90, 200] {
            count(&fixture, START.plus_seconds(minutes * 60)).await?;
            assert_eq!([figures(&seed).await?, figures(&other).await?], all, "after {minutes} minutes");
        }
        assert_eq!(count(&fixture, START.plus_seconds(200 * 60)).await?, 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_without_events_takes_one_step() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let family = seed.family()?;
        assert_eq!(count(&fixture, START).await?, 1, "there was nothing yet");
        store_family(&fixture, &seed, family.clone()).await?;
        let later = START.plus_seconds(30 * 24 * HOUR);
        record(&fixture, &family, later, TokenEventKind::Rotated { generation: 1 }).await?;
        count(&fixture, later.plus_seconds(24 * HOUR)).await?;
        assert_eq!(figures(&fixture).await?, 2, "each is in its hour");
        assert_eq!(count(&fixture, later.plus_seconds(60 * 24 * HOUR)).await?, 1);
    }
    Ok(())
}

/// Returns how many figures of workspaces there are.
async fn figures(fixture: &TestStore) -> Result<i64, Failure> {
    rows(fixture, "hourly_figures").await
}

/// Returns how many rows a table has.
async fn rows(fixture: &TestStore, table: &str) -> Result<i64, Failure> {
    let connection = fixture.store().connection_for_migrations();
    let query = Statement::from_string(connection.get_database_backend(), format!("SELECT count(*) AS many FROM {table}"));
    Ok(connection.query_one_raw(query).await?.ok_or("a row")?.try_get("", "many")?)
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_deleted_in_small_steps_after_400_days_and_with_their_workspace() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, other) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(other.clone()).await?;
        let family = seed.family()?;
        store_family(&fixture, &seed, family.clone()).await?;
        for number in 0..1_100 {
            let refused = TokenEventKind::Refused { reason: format!("reason_{number}"), assertion: None };
            record(&fixture, &family, START.plus_seconds(60), refused).await?;
        }
        store_family(&fixture, &other, other.family()?).await?;
        count(&fixture, START.plus_seconds(600)).await?;
        // A beginning of each family, and each reason.
        assert_eq!(figures(&fixture).await?, 1_102);

        let hour = START.as_seconds().div_euclid(HOUR);
        let round_at = async |at: i64| {
            let clock = Arc::new(FixedClock::at(Timestamp::from_millis(at * 1000)));
            Ok::<_, Failure>(fixture.store().begin_housekeeping(clock).await?.ok_or("no other round")?)
        };
        let round = round_at((hour + 1 + 400 * 24) * HOUR - 1).await?;
        assert_eq!(round.delete_figures().await?, 0);
        round.finish().await?;
        let transaction = fixture.store().begin().await?;
        let workspace = transaction.tenant(other.tenant.id).workspace(&other.workspace.slug).await?.ok_or("the workspace")?;
        workspace.delete_workspace(START).await?;
        transaction.commit().await?;
        let round = round_at((hour + 1 + 400 * 24) * HOUR).await?;
        while round.delete_remains().await? {}
        assert_eq!(figures(&fixture).await?, 1_101, "one of another workspace");
        let mut steps = Vec::new();
        for _ in 0..4 {
            steps.push(round.delete_figures().await?);
        }
        assert_eq!(steps, [500, 500, 101, 0]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_client_has_figures_of_its_own_as_far_as_they_were_added_up() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, other) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(other.clone()).await?;
        let (shop, calendar) = (seed.family()?, seed.family_with(|family| family.authorization.client_id = seed.other_client.client.id)?);
        store_family(&fixture, &seed, shop.clone()).await?;
        for number in 1..=100 {
            record(&fixture, &shop, START.plus_seconds(number * 60), TokenEventKind::Rotated { generation: number }).await?;
        }
        record(&fixture, &shop, START.plus_seconds(65), TokenEventKind::Repeated { generation: 1 }).await?;
        let expired = || TokenEventKind::Refused { reason: "refresh_token_expired".to_owned(), assertion: None };
        record(&fixture, &shop, START.plus_seconds(90), expired()).await?;
        record(&fixture, &shop, START.plus_seconds(6_100), TokenEventKind::Revoked { reason: RevocationReason::Administrator }).await?;
        record(&fixture, &calendar, START.plus_seconds(70), expired()).await?;
        record(&fixture, &calendar, START.plus_seconds(95), TokenEventKind::Reused { presented: 1, generation: 2 }).await?;

        let now = START.plus_seconds(2 * HOUR);
        let store = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let figures = async |family: &engine::family::Family| {
            let (hours, until) = store.client_figures_since(family.authorization.client_id, Period::Day.start(now)).await?;
            Ok::<_, Failure>((Activity::of(Period::Day, now, &hours), until))
        };
        let (before, until) = figures(&shop).await?;
        assert!(before.is_quiet() && until.is_none(), "no event is looked at: {before:?} {until:?}");

        count(&fixture, START.plus_seconds(10 * 60)).await?;
        let (some, until) = figures(&shop).await?;
        assert_eq!(
            (some.total().refreshes, until),
            (8, Some(START.plus_seconds(8 * 60))),
            "those of the first seven minutes, with a retry"
        );
        for minutes in [11, 30, 200, 300] {
            count(&fixture, START.plus_seconds(minutes * 60)).await?;
        }
        let (of_shop, _) = figures(&shop).await?;
        let expected =
            Figures { logins: 1, refreshes: 101, retries: 1, refusals: 1, tokens_issued: 1, tokens_revoked: 1, ..Figures::default() };
        assert_eq!(of_shop.total(), expected);
        assert!(of_shop.points.iter().filter(|point| point.refreshes > 0).count() > 1, "each is in its hour: {of_shop:?}");
        let (of_calendar, _) = figures(&calendar).await?;
        assert_eq!(of_calendar.total(), Figures { reuses: 1, refusals: 1, tokens_revoked: 1, ..Figures::default() });
        assert_eq!(of_calendar.refusals, [("refresh_token_expired".to_owned(), 1)]);

        let elsewhere = fixture.store().tenant(other.tenant.id).workspace(&other.workspace.slug).await?.ok_or("the workspace")?;
        let found = elsewhere.client_figures_since(shop.authorization.client_id, Period::Day.start(now)).await?;
        assert!(found.0.is_empty(), "those of another workspace's client are not found: {found:?}");

        let of_workspace = Activity::of(Period::Day, now, &store.figures_since(Period::Day.start(now), now).await?);
        let mut both = of_shop.total();
        both += of_calendar.total();
        assert_eq!((of_workspace.total(), of_workspace.refusals), (both, vec![("refresh_token_expired".to_owned(), 2)]));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_clients_are_deleted_in_small_steps_after_31_days_and_with_their_workspace() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (seed, other) = (seeded(&fixture).await?, Seed::new("evil", "other")?);
        fixture.seed(other.clone()).await?;
        let families = [(&seed, seed.family()?), (&other, other.family()?)];
        for (seed, family) in &families {
            store_family(&fixture, seed, family.clone()).await?;
        }
        for number in 0..600 {
            let refused = TokenEventKind::Refused { reason: format!("reason_{number}"), assertion: None };
            record(&fixture, &families[0].1, START.plus_seconds(60), refused).await?;
        }
        count(&fixture, START.plus_seconds(600)).await?;
        assert_eq!(rows(&fixture, "client_figures").await?, 602);

        let transaction = fixture.store().begin().await?;
        let workspace = transaction.tenant(other.tenant.id).workspace(&other.workspace.slug).await?.ok_or("the workspace")?;
        workspace.delete_workspace(START).await?;
        transaction.commit().await?;
        let hour = START.as_seconds().div_euclid(HOUR);
        let round_at = async |at: i64| {
            let clock = Arc::new(FixedClock::at(Timestamp::from_millis(at * 1000)));
            Ok::<_, Failure>(fixture.store().begin_housekeeping(clock).await?.ok_or("no other round")?)
        };
        let round = round_at((hour + 1 + 31 * 24) * HOUR - 1).await?;
        while round.delete_remains().await? {}
        assert_eq!(rows(&fixture, "client_figures").await?, 601, "those of the workspace that was deleted are gone");
        assert_eq!(round.delete_client_figures().await?, 0);
        round.finish().await?;
        let round = round_at((hour + 1 + 31 * 24) * HOUR).await?;
        let mut steps = Vec::new();
        for _ in 0..3 {
            steps.push(round.delete_client_figures().await?);
        }
        assert_eq!(steps, [500, 101, 0]);
        assert_eq!(rows(&fixture, "hourly_figures").await?, 601, "those of the workspace stay");
    }
    Ok(())
}
