//! Requests that failed by their clients' configuration: counted by client, reason and day.

use std::sync::Arc;

use domain::{
    client_failure::{FailedRequest, FailureCount, KEPT_DAYS},
    clock::FixedClock,
    id::{ClientId, WorkspaceId},
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, seeded},
    storage::EventStorage as _,
};
use store::{Error, testing::TestStore};

const DAY: i64 = 24 * 3600;

fn note(fixture: &TestStore, seed: &Seed, client_id: ClientId, reason: &'static str, seconds: i64) {
    let failed = FailedRequest { workspace_id: seed.workspace.id, client_id, reason, at: START.plus_seconds(seconds) };
    fixture.storage().note_failure(failed);
}

async fn listed(fixture: &TestStore, seed: &Seed, client: Option<ClientId>, reason: Option<&str>) -> Result<Vec<FailureCount>, Failure> {
    let held = fixture.store().begin().await?.lock_workspace(seed.tenant.id, &seed.workspace.slug).await?.ok_or("it is there")?;
    Ok(held.store().list_client_failures(client, reason, 100).await?)
}

#[tokio::test]
async fn failures_are_counted_by_client_reason_and_day_and_forgotten_in_time() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (client, another) = (seed.client.client.id, ClientId::new(START, [9; 10]));
        fixture.store().write_client_failures().await?;
        assert_eq!(listed(&fixture, &seed, None, None).await?, [], "nothing is written where nothing failed");
        for seconds in [0, 10, 5] {
            note(&fixture, &seed, client, "client_secret_wrong", seconds);
        }
        fixture.store().write_client_failures().await?;
        // The storages of a process are one.
        note(&fixture, &seed, client, "client_secret_wrong", 20);
        note(&fixture, &seed, client, "redirect_uri_not_registered", 21);
        note(&fixture, &seed, another, "client_secret_wrong", DAY);
        fixture.store().write_client_failures().await?;
        fixture.store().write_client_failures().await?;
        let all = listed(&fixture, &seed, None, None).await?;
        let told: Vec<_> = all.iter().map(|count| (count.client_id, count.reason.as_str(), count.times)).collect();
        assert_eq!(
            told,
            [(another, "client_secret_wrong", 1), (client, "redirect_uri_not_registered", 1), (client, "client_secret_wrong", 4)]
        );
        assert_eq!((all[2].first_at, all[2].last_at), (START, START.plus_seconds(20)));
        assert_eq!(listed(&fixture, &seed, Some(client), None).await?.len(), 2);
        assert_eq!(listed(&fixture, &seed, None, Some("client_secret_wrong")).await?.len(), 2);

        let clock = Arc::new(FixedClock::at(START.plus_seconds((KEPT_DAYS + 1) * DAY)));
        let round = fixture.store().begin_housekeeping(clock).await?.ok_or(Error::Stale)?;
        assert_eq!(round.delete_client_failures().await?, 2, "those of the first day");
        assert_eq!(round.delete_client_failures().await?, 0);
        round.finish().await?;
        assert_eq!(listed(&fixture, &seed, None, None).await?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn failures_at_a_workspace_that_is_gone_keep_no_others_back() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (workspace_id, client_id) = (WorkspaceId::new(START, [9; 10]), seed.client.client.id);
        fixture.storage().note_failure(FailedRequest { workspace_id, client_id, reason: "client_secret_wrong", at: START });
        note(&fixture, &seed, client_id, "client_secret_wrong", 0);
        fixture.store().write_client_failures().await?;
        assert_eq!(listed(&fixture, &seed, None, None).await?.len(), 1);
    }
    Ok(())
}
