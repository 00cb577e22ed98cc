//! Figures and counts: what is added up once, and what is counted up to a bound.

use std::sync::Arc;

use domain::{
    clock::{FixedClock, Timestamp},
    id::TokenEventId,
    token_event::{TokenEvent, TokenEventKind},
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, seeded, store_family, unique},
    storage::EventStorage as _,
};
use store::{Figures, testing::TestStore};

const HOUR: i64 = 3600;

async fn record(
    fixture: &TestStore,
    seed: &Seed,
    family: &engine::family::Family,
    at: Timestamp,
    kind: TokenEventKind,
) -> Result<(), Failure> {
    let of = &family.authorization;
    let event = TokenEvent {
        id: TokenEventId::new(at, unique()),
        workspace_id: seed.workspace.id,
        client_id: of.client_id,
        user_id: Some(of.user_id),
        family_id: Some(of.id),
        at,
        scopes: of.scopes.clone(),
        left_out: domain::scope::Scopes::none(),
        kind,
    };
    Ok(fixture.storage().record_event(event).await?)
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
            record(&fixture, &seed, of_seed, at, TokenEventKind::Rotated { generation: number }).await?;
        }
        record(&fixture, &seed, of_seed, START.plus_seconds(90), TokenEventKind::Reused { presented: 1, generation: 2 }).await?;
        record(&fixture, &seed, of_seed, START.plus_seconds(95), TokenEventKind::Refused { reason: "refresh_token_expired".to_owned() })
            .await?;
        record(&fixture, &other, of_other, START.plus_seconds(99), TokenEventKind::Kept { generation: 0 }).await?;
        let figures = async |seed: &Seed| {
            let store = fixture.store().tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
            Ok::<_, Failure>(store.figures_since(START.plus_seconds(-HOUR)).await?)
        };
        let all = [Figures { refreshes: 100, reuses: 1 }, Figures { refreshes: 1, reuses: 0 }];
        assert_eq!([figures(&seed).await?, figures(&other).await?], all, "nothing was added up yet");
        for minutes in [10, 30, 31, 90, 200] {
            count(&fixture, START.plus_seconds(minutes * 60)).await?;
            assert_eq!([figures(&seed).await?, figures(&other).await?], all, "after {minutes} minutes");
        }
        assert_eq!(count(&fixture, START.plus_seconds(200 * 60)).await?, 1);
    }
    Ok(())
}
