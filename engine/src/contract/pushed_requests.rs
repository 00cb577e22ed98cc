//! Statements about authorization requests that were pushed.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{
    fixture::Fixture,
    given::{hash, two_workspaces},
    seed::{Failure, START, Seed},
};
use crate::storage::{Pushed, PushedRequest, PushedRequestStorage as _};

/// The most that may wait where a statement is not about that.
const MANY: u64 = 100;

/// Returns a request of the client that nobody has opened.
fn request(seed: &Seed) -> PushedRequest {
    PushedRequest {
        hash: hash(),
        workspace_id: seed.workspace.id,
        client_id: seed.client.client.id,
        query: "response_type=code&login_hint=%C3%A4".to_owned(),
        expires_at: START.plus_seconds(60),
        opened_at: None,
        used_at: None,
    }
}

pub async fn a_pushed_request_is_found_as_it_was_pushed_until_it_is_used<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let pushed = request(&seed);
    assert_eq!(storage.find_pushed_request(workspace, &pushed.hash).await?, None);
    assert_eq!(storage.insert_pushed_request(pushed.clone(), MANY, START).await?, Pushed::Stored);
    assert_eq!(storage.find_pushed_request(workspace, &pushed.hash).await?, Some(pushed.clone()));

    let (opened_at, until) = (START.plus_seconds(59), START.plus_seconds(1859));
    assert!(storage.open_pushed_request(workspace, &pushed.hash, opened_at, until).await?);
    let opened = PushedRequest { opened_at: Some(opened_at), expires_at: until, ..pushed.clone() };
    assert!(!storage.open_pushed_request(workspace, &pushed.hash, START.plus_seconds(60), START.plus_seconds(9999)).await?, "once");
    assert_eq!(storage.find_pushed_request(workspace, &pushed.hash).await?, Some(opened.clone()));

    let used_at = START.plus_seconds(300);
    assert!(storage.use_pushed_request(workspace, &pushed.hash, used_at).await?);
    let used = PushedRequest { used_at: Some(used_at), ..opened };
    assert_eq!(storage.find_pushed_request(workspace, &pushed.hash).await?, Some(used));
    Ok(())
}

pub async fn a_pushed_request_that_expired_is_not_opened<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let pushed = request(&seed);
    assert_eq!(storage.insert_pushed_request(pushed.clone(), MANY, START).await?, Pushed::Stored);
    assert!(!storage.open_pushed_request(workspace, &pushed.hash, START.plus_seconds(60), START.plus_seconds(1860)).await?);
    assert_eq!(storage.find_pushed_request(workspace, &pushed.hash).await?, Some(pushed));
    Ok(())
}

pub async fn however_many_answer_a_pushed_request_one_uses_it_up<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (pushed, workspace) = (request(&seed), seed.workspace.id);
    assert_eq!(fixture.storage().insert_pushed_request(pushed.clone(), MANY, START).await?, Pushed::Stored);
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (fixture, hash) = (Arc::clone(&fixture), pushed.hash);
        tasks.spawn(async move { fixture.storage().use_pushed_request(workspace, &hash, START.plus_seconds(1)).await });
    }
    let mut first = 0;
    while let Some(outcome) = tasks.join_next().await {
        first += usize::from(outcome??);
    }
    assert_eq!(first, 1);
    Ok(())
}

pub async fn the_pushed_requests_of_a_client_that_wait_are_bounded<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let storage = fixture.storage();
    let pushed = [request(&seed), request(&seed)];
    for pushed in &pushed {
        assert_eq!(storage.insert_pushed_request(pushed.clone(), 2, START).await?, Pushed::Stored);
    }
    let third = request(&seed);
    assert_eq!(storage.insert_pushed_request(third.clone(), 2, START).await?, Pushed::TooMany);
    assert_eq!(storage.find_pushed_request(seed.workspace.id, &third.hash).await?, None);
    let of_another = PushedRequest { client_id: seed.other_client.client.id, ..request(&seed) };
    assert_eq!(storage.insert_pushed_request(of_another, 2, START).await?, Pushed::Stored, "each client has its own");
    assert_eq!(storage.insert_pushed_request(request(&other), 2, START).await?, Pushed::Stored);

    assert!(storage.open_pushed_request(seed.workspace.id, &pushed[0].hash, START, START.plus_seconds(1800)).await?);
    assert_eq!(storage.insert_pushed_request(third, 2, START).await?, Pushed::Stored, "an opened one waits no longer");
    let late = PushedRequest { expires_at: START.plus_seconds(120), ..request(&seed) };
    assert_eq!(storage.insert_pushed_request(late, 2, START.plus_seconds(60)).await?, Pushed::Stored, "nor does an expired one");
    Ok(())
}

pub async fn no_pushed_request_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, elsewhere) = (fixture.storage(), other.workspace.id);
    let pushed = request(&seed);
    assert_eq!(storage.insert_pushed_request(pushed.clone(), MANY, START).await?, Pushed::Stored);
    assert_eq!(storage.find_pushed_request(elsewhere, &pushed.hash).await?, None);
    assert!(!storage.open_pushed_request(elsewhere, &pushed.hash, START, START.plus_seconds(1800)).await?);
    assert!(!storage.use_pushed_request(elsewhere, &pushed.hash, START).await?);
    assert_eq!(storage.find_pushed_request(seed.workspace.id, &pushed.hash).await?, Some(pushed));
    Ok(())
}
