//! Statements about devices that wait for a user.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{audit::AuditAction, resource::Resources, thumbprint::Thumbprint};
use tokio::task::JoinSet;

use super::{
    fixture::{Change, Fixture, seeded},
    given::{code, consent, hash, session, trial, two_workspaces},
    seed::{DETAILS, Failure, START, Seed},
};
use crate::{
    network::Site,
    storage::{
        AuthorizationCode, Basis, CodeStorage as _, ConsentStorage as _, DeviceAllowance, DeviceDecided, DeviceDenial, DevicePoll,
        DevicePolled, DeviceRequest, DeviceStart, DeviceStarted, DeviceState, DeviceStorage as _, SLOWEST, StoredCode,
    },
};

/// How many devices of a client wait at most, where that is not what a statement is about.
const MANY: u64 = 100;

/// Returns the request of a device that begins at `START`.
pub fn device(seed: &Seed) -> DeviceRequest {
    DeviceRequest {
        hash: hash(),
        user_code_hash: hash(),
        workspace_id: seed.workspace.id,
        client_id: seed.client.client.id,
        scopes: "offline_access openid".parse().unwrap_or_default(),
        left_out: "groups".parse().unwrap_or_default(),
        offline_requested: true,
        dpop_jkt: Some(Thumbprint::from_bytes([3; 32])),
        resources: Resources::none(),
        authorization_details: DETAILS.parse().unwrap_or_default(),
        address: "203.0.113.7".parse().ok(),
        site: None,
        created_at: START,
        expires_at: START.plus_seconds(600),
        interval: 5,
        polled_at: None,
        state: DeviceState::Pending,
    }
}

async fn begin(fixture: &impl Fixture, seed: &Seed, request: &DeviceRequest) -> Result<DeviceStarted, Failure> {
    let basis = Basis::of_client(&seed.workspace, &seed.client.client);
    Ok(fixture.storage().begin_device_request(DeviceStart { request: request.clone(), basis, most: MANY }).await?)
}

async fn poll(fixture: &impl Fixture, request: &DeviceRequest, seconds: i64) -> Result<DevicePolled, Failure> {
    let DeviceRequest { workspace_id, hash, client_id, .. } = *request;
    Ok(fixture.storage().poll_device_request(DevicePoll { workspace_id, hash, client_id, at: START.plus_seconds(seconds) }).await?)
}

/// Returns what a user writes who allows a device, after so many seconds.
fn allowance(seed: &Seed, request: &DeviceRequest, basis: Basis, seconds: i64) -> Result<DeviceAllowance, Failure> {
    let (family, at) = (seed.family()?, START.plus_seconds(seconds));
    let code = AuthorizationCode { redirect_uri: String::new(), code_challenge: None, ..code(seed, &family, request.hash) };
    let audit = seed.audit(AuditAction::DeviceAllowed, at);
    Ok(DeviceAllowance { hash: request.hash, at, code, consent: consent(&family)?, basis, audit })
}

fn denial(seed: &Seed, request: &DeviceRequest, basis: Basis, seconds: i64) -> DeviceDenial {
    let at = START.plus_seconds(seconds);
    let audit = seed.audit(AuditAction::DeviceDenied, at);
    DeviceDenial { workspace_id: seed.workspace.id, hash: request.hash, at, basis, audit }
}

pub async fn a_device_request_is_found_by_each_of_its_codes_in_its_workspace_alone<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace, stranger) = (fixture.storage(), seed.workspace.id, other.workspace.id);
    let request = device(&seed);
    assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
    assert_eq!(storage.find_device_request(workspace, request.hash).await?, Some(request.clone()));
    let codes = vec![hash(), request.user_code_hash];
    assert_eq!(storage.find_device_request_by_user_code(workspace, codes.clone()).await?, Some(request.clone()));
    assert_eq!(storage.find_device_request_by_user_code(workspace, vec![request.hash]).await?, None);

    assert_eq!(storage.find_device_request(stranger, request.hash).await?, None);
    assert_eq!(storage.find_device_request_by_user_code(stranger, codes).await?, None);
    let elsewhere = DeviceRequest { workspace_id: stranger, ..request.clone() };
    assert_eq!(poll(&*fixture, &elsewhere, 1).await?, DevicePolled::Unknown);
    let of_other_client = DeviceRequest { client_id: seed.other_client.client.id, ..request.clone() };
    assert_eq!(poll(&*fixture, &of_other_client, 1).await?, DevicePolled::Foreign);
    let theirs = denial(&other, &request, other.basis(), 1);
    assert_eq!(storage.deny_device(theirs).await?, DeviceDecided::Over);
    assert_eq!(storage.find_device_request(workspace, request.hash).await?, Some(request), "nothing of that was written");
    assert!(fixture.audit_events(stranger).await?.is_empty());
    Ok(())
}

pub async fn a_device_that_asks_too_often_waits_longer_from_then_on<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let request = device(&seed);
    assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
    let asked = [
        (0, DevicePolled::Pending, 5),
        (5, DevicePolled::Pending, 5),
        // A second is forgiven.
        (9, DevicePolled::Pending, 5),
        (11, DevicePolled::TooEarly, 10),
        (16, DevicePolled::TooEarly, 15),
        (31, DevicePolled::Pending, 15),
        (41, DevicePolled::TooEarly, 20),
    ];
    for (seconds, expected, interval) in asked {
        assert_eq!(poll(&*fixture, &request, seconds).await?, expected, "{seconds}");
        let kept = fixture.storage().find_device_request(seed.workspace.id, request.hash).await?.ok_or("the request is kept")?;
        assert_eq!((kept.interval, kept.polled_at), (interval, Some(START.plus_seconds(seconds))));
    }
    Ok(())
}

pub async fn however_often_a_device_asks_it_waits_half_a_minute_at_most<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let request = device(&seed);
    assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
    for second in 0..60 {
        poll(&*fixture, &request, second).await?;
    }
    let kept = fixture.storage().find_device_request(seed.workspace.id, request.hash).await?.ok_or("the request is kept")?;
    assert_eq!(kept.interval, SLOWEST);
    assert_eq!(poll(&*fixture, &request, 59 + SLOWEST).await?, DevicePolled::Pending);
    Ok(())
}

pub async fn of_all_who_decide_at_once_about_a_device_one_does<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..4 {
        let seed = trial(&*fixture, number).await?;
        let (storage, workspace) = (fixture.storage(), seed.workspace.id);
        let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
        let request = device(&seed);
        assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
        let mut tasks = JoinSet::new();
        for index in 0..16 {
            let (fixture, allowed) = (Arc::clone(&fixture), index % 2 == number % 2);
            let (allowance, denial) = (allowance(&seed, &request, basis, 1)?, denial(&seed, &request, basis, 1));
            tasks.spawn(async move {
                let storage = fixture.storage();
                let decided = if allowed { storage.allow_device(allowance).await } else { storage.deny_device(denial).await };
                (allowed, decided)
            });
        }
        let mut done = Vec::new();
        while let Some(outcome) = tasks.join_next().await {
            match outcome? {
                (allowed, Ok(DeviceDecided::Done)) => done.push(allowed),
                (_, other) => assert_eq!(other?, DeviceDecided::Over),
            }
        }
        let [allowed] = done.as_slice() else { return Err(format!("{done:?}").into()) };
        let (polled, action) =
            if *allowed { (DevicePolled::Allowed, AuditAction::DeviceAllowed) } else { (DevicePolled::Denied, AuditAction::DeviceDenied) };
        assert_eq!(poll(&*fixture, &request, 2).await?, polled);
        let stored = storage.find_code(workspace, &request.hash).await?;
        assert_eq!(stored.is_some(), *allowed, "it is a code where it was allowed");
        if let Some(StoredCode { code, user, has_consent, .. }) = stored {
            assert_eq!((code.redeemed, user.map(|user| user.id), has_consent), (None, Some(seed.user.user.id), true));
        }
        let lines = fixture.audit_events(workspace).await?;
        assert_eq!(lines.iter().map(|line| line.action).collect::<Vec<_>>(), [AuditAction::UserSignedIn, action]);
    }
    Ok(())
}

pub async fn a_device_that_was_told_that_its_code_has_expired_is_over_for_its_user<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
    let storage = fixture.storage();
    // The user of one is a moment late; the device of the other asked at a node whose clock is ahead.
    for polled_first in [false, true] {
        let request = device(&seed);
        assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
        if polled_first {
            assert_eq!(poll(&*fixture, &request, 600).await?, DevicePolled::Expired);
        }
        let allowance = allowance(&seed, &request, basis, if polled_first { 599 } else { 600 })?;
        assert_eq!(storage.allow_device(allowance).await?, DeviceDecided::Over);
        assert_eq!(poll(&*fixture, &request, 601).await?, DevicePolled::Expired);
        assert_eq!(storage.find_code(seed.workspace.id, &request.hash).await?, None);
    }
    // What was allowed in time stays allowed.
    let request = device(&seed);
    assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
    assert_eq!(storage.allow_device(allowance(&seed, &request, basis, 599)?).await?, DeviceDecided::Done);
    assert_eq!(poll(&*fixture, &request, 601).await?, DevicePolled::Allowed);
    Ok(())
}

pub async fn nothing_is_decided_about_a_device_by_what_was_changed<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for (number, change) in Change::ALL.into_iter().enumerate() {
        let seed = trial(&*fixture, number).await?;
        let storage = fixture.storage();
        let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
        let request = device(&seed);
        assert_eq!(begin(&*fixture, &seed, &request).await?, DeviceStarted::Done);
        fixture.change(&seed, change).await?;
        assert_eq!(storage.allow_device(allowance(&seed, &request, basis, 1)?).await?, DeviceDecided::BasisChanged, "{change:?}");
        assert_eq!(storage.deny_device(denial(&seed, &request, basis, 1)).await?, DeviceDecided::BasisChanged, "{change:?}");
        assert_eq!(poll(&*fixture, &request, 1).await?, DevicePolled::Pending);
        assert_eq!(storage.find_code(seed.workspace.id, &request.hash).await?, None);
        assert_eq!(storage.find_consent(seed.workspace.id, seed.user.user.id, seed.client.client.id).await?, None);
        let late = begin(&*fixture, &seed, &device(&seed)).await?;
        assert_eq!(late == DeviceStarted::BasisChanged, change != Change::Password, "a request rests on no user");
    }
    Ok(())
}

pub async fn so_many_devices_of_a_client_wait_and_no_two_show_one_code<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let storage = fixture.storage();
    let start = |request: DeviceRequest| DeviceStart { request, basis: Basis::of_client(&seed.workspace, &seed.client.client), most: 2 };
    let first = device(&seed);
    assert_eq!(storage.begin_device_request(start(first.clone())).await?, DeviceStarted::Done);
    let same = DeviceRequest { user_code_hash: first.user_code_hash, ..device(&seed) };
    assert_eq!(storage.begin_device_request(start(same)).await?, DeviceStarted::CodeTaken);
    let same = DeviceRequest { user_code_hash: first.user_code_hash, ..device(&other) };
    assert_eq!(begin(&*fixture, &other, &same).await?, DeviceStarted::Done, "another workspace has codes of its own");
    assert_eq!(storage.begin_device_request(start(device(&seed))).await?, DeviceStarted::Done);
    assert_eq!(storage.begin_device_request(start(device(&seed))).await?, DeviceStarted::TooMany);
    let of_other_client = DeviceRequest { client_id: seed.other_client.client.id, ..device(&seed) };
    assert_eq!(storage.begin_device_request(start(of_other_client)).await?, DeviceStarted::Done);
    // What has been decided about, or has expired, makes room.
    let basis = seed.basis().and_session(session(&*fixture, &seed).await?);
    assert_eq!(storage.deny_device(denial(&seed, &first, basis, 1)).await?, DeviceDecided::Done);
    assert_eq!(storage.begin_device_request(start(device(&seed))).await?, DeviceStarted::Done);
    let later = DeviceRequest { created_at: START.plus_seconds(600), expires_at: START.plus_seconds(1200), ..device(&seed) };
    assert_eq!(storage.begin_device_request(start(later)).await?, DeviceStarted::Done);
    Ok(())
}

pub async fn a_device_of_few_finds_room_beside_those_of_many<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let basis = Basis::of_client(&seed.workspace, &seed.client.client);
    let start = |request: DeviceRequest| DeviceStart { request, basis, most: 4 };
    let from = |site: u8, second| {
        let created_at = START.plus_seconds(second);
        DeviceRequest { site: Some(Site::from_bytes([site; 16])), created_at, expires_at: created_at.plus_seconds(600), ..device(&seed) }
    };
    let many = [from(1, 1), from(1, 0), from(1, 2)];
    let few = from(2, 0);
    for request in many.iter().chain([&few]) {
        assert_eq!(storage.begin_device_request(start(request.clone())).await?, DeviceStarted::Done);
    }
    let elsewhere = DeviceRequest { site: many[0].site, ..device(&other) };
    assert_eq!(begin(&*fixture, &other, &elsewhere).await?, DeviceStarted::Done);
    assert_eq!(storage.begin_device_request(start(from(1, 3))).await?, DeviceStarted::TooMany, "who has the most gets no more");
    let known = DeviceRequest { created_at: START.plus_seconds(3), ..device(&seed) };
    assert_eq!(storage.begin_device_request(start(known)).await?, DeviceStarted::TooMany, "a client that authenticates is on its own");
    // The oldest of those who have the most makes room, as long as they have more.
    assert_eq!(storage.begin_device_request(start(from(3, 3))).await?, DeviceStarted::Done);
    assert_eq!(storage.find_device_request(workspace, many[1].hash).await?, None);
    assert_eq!(storage.begin_device_request(start(from(3, 4))).await?, DeviceStarted::TooMany, "it would have more than they");
    assert_eq!(storage.begin_device_request(start(from(4, 4))).await?, DeviceStarted::Done);
    assert_eq!(storage.find_device_request(workspace, many[0].hash).await?, None);
    assert_eq!(storage.begin_device_request(start(from(5, 5))).await?, DeviceStarted::TooMany, "all have one");
    for kept in [&many[2], &few] {
        assert_eq!(storage.find_device_request(workspace, kept.hash).await?.as_ref(), Some(kept));
    }
    assert_eq!(storage.find_device_request(other.workspace.id, elsewhere.hash).await?, Some(elsewhere));
    Ok(())
}
