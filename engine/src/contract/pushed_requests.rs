//! Statements about authorization requests that were pushed.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{
    fixture::Fixture,
    given::{hash, two_workspaces},
    seed::{Failure, START, Seed},
};
use crate::{
    network::Site,
    storage::{Pushed, PushedBounds, PushedRequest, PushedRequestStorage as _},
};

/// The bounds where a statement is not about them.
const MANY: PushedBounds = PushedBounds { waiting: 100, opened: 100 };
/// Two that wait to be opened.
const TWO: PushedBounds = PushedBounds { waiting: 2, ..MANY };

/// Returns a request of the client that nobody has opened.
fn request(seed: &Seed) -> PushedRequest {
    PushedRequest {
        hash: hash(),
        workspace_id: seed.workspace.id,
        client_id: seed.client.client.id,
        query: "response_type=code&login_hint=%C3%A4".to_owned(),
        is_signed: false,
        expires_at: START.plus_seconds(60),
        opened_at: None,
        used_at: None,
        site: None,
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

    let (used_at, until) = (START.plus_seconds(300), START.plus_seconds(600));
    assert!(storage.use_pushed_request(workspace, &pushed.hash, used_at, until).await?);
    // Nobody needs what it asked for any more.
    let used = PushedRequest { used_at: Some(used_at), expires_at: until, query: String::new(), ..opened };
    assert_eq!(storage.find_pushed_request(workspace, &pushed.hash).await?, Some(used));

    let signed = PushedRequest { is_signed: true, ..request(&seed) };
    assert_eq!(storage.insert_pushed_request(signed.clone(), MANY, START).await?, Pushed::Stored);
    assert_eq!(storage.find_pushed_request(workspace, &signed.hash).await?, Some(signed));
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
        let (now, until) = (START.plus_seconds(1), START.plus_seconds(2));
        tasks.spawn(async move { fixture.storage().use_pushed_request(workspace, &hash, now, until).await });
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
        assert_eq!(storage.insert_pushed_request(pushed.clone(), TWO, START).await?, Pushed::Stored);
    }
    let third = request(&seed);
    assert_eq!(storage.insert_pushed_request(third.clone(), TWO, START).await?, Pushed::TooMany);
    assert_eq!(storage.find_pushed_request(seed.workspace.id, &third.hash).await?, None);
    let of_another = PushedRequest { client_id: seed.other_client.client.id, ..request(&seed) };
    assert_eq!(storage.insert_pushed_request(of_another, TWO, START).await?, Pushed::Stored, "each client has its own");
    assert_eq!(storage.insert_pushed_request(request(&other), TWO, START).await?, Pushed::Stored);

    assert!(storage.open_pushed_request(seed.workspace.id, &pushed[0].hash, START, START.plus_seconds(1800)).await?);
    assert_eq!(storage.insert_pushed_request(third, TWO, START).await?, Pushed::Stored, "an opened one waits no longer");
    let late = PushedRequest { expires_at: START.plus_seconds(120), ..request(&seed) };
    assert_eq!(storage.insert_pushed_request(late, TWO, START.plus_seconds(60)).await?, Pushed::Stored, "nor does an expired one");
    Ok(())
}

pub async fn a_pushed_request_of_few_finds_room_beside_those_of_many<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let from = |site: u8, second: i64| PushedRequest {
        site: Some(Site::from_bytes([site; 16])),
        expires_at: START.plus_seconds(60 + second),
        ..request(&seed)
    };
    let [young, old] = [from(1, 1), from(1, 0)];
    for pushed in [&young, &old] {
        assert_eq!(storage.insert_pushed_request(pushed.clone(), TWO, START).await?, Pushed::Stored);
    }
    assert_eq!(storage.insert_pushed_request(from(1, 2), TWO, START).await?, Pushed::TooMany, "who has the most gets no more");
    assert_eq!(storage.insert_pushed_request(request(&seed), TWO, START).await?, Pushed::TooMany, "nor does a client that is known");
    let few = from(2, 2);
    assert_eq!(storage.insert_pushed_request(few.clone(), TWO, START).await?, Pushed::Stored);
    assert_eq!(storage.find_pushed_request(workspace, &old.hash).await?, None, "the oldest of those who have the most made room");
    assert_eq!(storage.insert_pushed_request(from(3, 3), TWO, START).await?, Pushed::TooMany, "both have one");
    for kept in [young, few] {
        assert_eq!(storage.find_pushed_request(workspace, &kept.hash).await?, Some(kept));
    }
    Ok(())
}

pub async fn the_pushed_requests_of_a_client_that_were_opened_are_bounded<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, bounds) = (fixture.storage(), PushedBounds { opened: 2, ..MANY });
    let foreign = request(&other);
    assert_eq!(storage.insert_pushed_request(foreign.clone(), bounds, START).await?, Pushed::Stored);
    assert!(storage.open_pushed_request(other.workspace.id, &foreign.hash, START, START.plus_seconds(1800)).await?);
    let mut pushed = Vec::new();
    for second in 0..4 {
        let (next, at) = (request(&seed), START.plus_seconds(second));
        assert_eq!(storage.insert_pushed_request(next.clone(), bounds, at).await?, Pushed::Stored, "an opened one refuses none");
        assert!(storage.open_pushed_request(seed.workspace.id, &next.hash, at, at.plus_seconds(1800)).await?);
        pushed.push(next.hash);
    }
    let used_at = START.plus_seconds(4);
    let mut kept = Vec::new();
    for hash in &pushed {
        kept.push(storage.use_pushed_request(seed.workspace.id, hash, used_at, used_at.plus_seconds(300)).await?);
    }
    assert_eq!(kept, [false, false, true, true], "the oldest made room");
    // One that was answered takes no room.
    let last = request(&seed);
    assert_eq!(storage.insert_pushed_request(last, bounds, used_at).await?, Pushed::Stored);
    assert!(storage.find_pushed_request(seed.workspace.id, pushed.last().ok_or("it was pushed")?).await?.is_some());
    assert_eq!(storage.find_pushed_request(other.workspace.id, &foreign.hash).await?.map(|kept| kept.hash), Some(foreign.hash));
    Ok(())
}

pub async fn no_pushed_request_is_reached_through_another_workspace<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, elsewhere) = (fixture.storage(), other.workspace.id);
    let pushed = request(&seed);
    assert_eq!(storage.insert_pushed_request(pushed.clone(), MANY, START).await?, Pushed::Stored);
    assert_eq!(storage.find_pushed_request(elsewhere, &pushed.hash).await?, None);
    assert!(!storage.open_pushed_request(elsewhere, &pushed.hash, START, START.plus_seconds(1800)).await?);
    assert!(!storage.use_pushed_request(elsewhere, &pushed.hash, START, START.plus_seconds(1)).await?);
    assert_eq!(storage.find_pushed_request(seed.workspace.id, &pushed.hash).await?, Some(pushed));
    Ok(())
}
