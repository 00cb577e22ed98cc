//! What clients are to be told of sign-outs: who is due, who tells them, and what becomes of it.

use std::sync::Arc;

use domain::{
    audit::AuditAction,
    clock::{FixedClock, Timestamp},
    id::{ClientId, LoginSessionId},
    logout::{LogoutAttempt, LogoutProgress},
};
use engine::{
    contract::{Failure, Fixture as _, START, Seed, join, seeded, session},
    storage::{Basis, CodeOutcome, EndedSessions, SessionClient, SessionStorage as _},
};
use store::{DueLogout, Error, LogoutFate, LogoutOutcome, Store, TellingClient, testing::TestStore};

/// Has a client of the seed take part in a new session.
async fn part(fixture: &TestStore, seed: &Seed, client: ClientId) -> Result<LoginSessionId, Failure> {
    let of = [&seed.client.client, &seed.other_client.client].into_iter().find(|one| one.id == client).ok_or("a client of the seed")?;
    let login = session(fixture, seed).await?;
    let family = seed.family_with(|family| {
        family.authorization.login_session_id = login;
        family.authorization.client_id = client;
    })?;
    let basis = Basis::of_client(&seed.workspace, of).and_user(&seed.user.user);
    assert_eq!(join(fixture, basis, seed, family, None).await?, CodeOutcome::Redeemed);
    Ok(login)
}

async fn end(fixture: &TestStore, seed: &Seed, login: LoginSessionId, at: Timestamp) -> Result<(), Failure> {
    assert!(fixture.storage().end_login_sessions(seed.session_end(EndedSessions::Itself(login), at)).await?);
    Ok(())
}

async fn due(store: &Store, at: Timestamp) -> Result<Vec<ClientId>, Failure> {
    Ok(store.list_due_logout_receivers(at, 100).await?.into_iter().map(|(client, _)| client).collect())
}

async fn take(store: &Store, client: ClientId, at: Timestamp) -> Result<Option<TellingClient>, Failure> {
    Ok(store.take_logout_receiver(client, Arc::new(FixedClock::at(at))).await?)
}

/// Returns an outcome with an attempt at this time: one that the client took, or a failure.
fn outcome(at: Timestamp, progress: LogoutProgress, fate: LogoutFate) -> LogoutOutcome {
    let failure = matches!(fate, LogoutFate::Again(..)).then(|| "no answer in time".to_owned());
    LogoutOutcome { progress, attempt: LogoutAttempt { at, status: None, failure, answer: String::new() }, number: 1, fate, audit: None }
}

fn sessions(due: &[DueLogout]) -> Vec<LoginSessionId> {
    due.iter().map(|due| due.told.login_session_id).collect()
}

async fn left(fixture: &TestStore, seed: &Seed) -> Result<Vec<SessionClient>, Failure> {
    Ok(fixture.session_clients(seed.workspace.id).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_node_at_a_time_tells_a_client_and_what_failed_waits_while_the_rest_goes_on() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (client, store, another) = (seed.client.client.id, fixture.store(), fixture.another().await?);
        let (first, second) = (part(&fixture, &seed, client).await?, part(&fixture, &seed, client).await?);
        assert!(due(store, START.plus_seconds(99)).await?.is_empty(), "the sessions are open");
        end(&fixture, &seed, first, START.plus_seconds(10)).await?;
        end(&fixture, &seed, second, START.plus_seconds(20)).await?;
        let now = START.plus_seconds(30);
        assert_eq!(due(store, now).await?, [client]);
        let turn = take(store, client, now).await?.ok_or("it is free")?;
        assert_eq!((turn.client(), turn.workspace(), turn.tenant()), (&seed.client.client, &seed.workspace, &seed.tenant.slug));
        assert!(take(&another, client, now.plus_seconds(59)).await?.is_none() && due(&another, now).await?.is_empty());
        let waiting = turn.due().await?;
        assert_eq!(sessions(&waiting), [first, second]);
        let (again, failed) = (now.plus_seconds(5), turn.progress().failed(now, None, 500));
        turn.record(outcome(now, failed, LogoutFate::Again(waiting[0].told.id, again))).await?;
        assert_eq!(sessions(&turn.due().await?), [second]);
        turn.release().await?;
        assert!(due(store, now).await?.is_empty(), "the client pauses, also for what it was not told of");

        assert_eq!(due(store, again).await?, [client]);
        let lost = take(store, client, again).await?.ok_or("it is free")?;
        assert_eq!(lost.progress(), failed);
        // That node is lost; another one goes on a minute later, and the first records nothing any more.
        let later = again.plus_seconds(60);
        let turn = take(&another, client, later).await?.ok_or("the node was lost")?;
        let over = |due: &DueLogout| outcome(later, LogoutProgress::answered(later), LogoutFate::Over(due.told.id));
        let waiting = turn.due().await?;
        assert_eq!(waiting.iter().map(|due| (due.told.login_session_id, due.failures)).collect::<Vec<_>>(), [(second, 0), (first, 1)]);
        assert!(matches!(lost.record(over(&waiting[0])).await, Err(Error::Stale)));
        for due in &waiting {
            turn.record(over(due)).await?;
        }
        turn.release().await?;
        assert!(left(&fixture, &seed).await?.is_empty() && due(store, later.plus_seconds(3600)).await?.is_empty());
        let workspace = store.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let delivery = workspace.find_logout_delivery(client).await?.ok_or("it was told")?;
        assert_eq!((delivery.waiting, delivery.progress, delivery.delivered_at), (0, LogoutProgress::answered(later), Some(later)));
        assert_eq!(delivery.last.map(|last| (last.at, last.failure)), Some((later, None)));
        let recent: Vec<_> = delivery.recent.iter().map(|attempt| (attempt.at, attempt.failure.is_none())).collect();
        assert_eq!(recent, [(later, true), (later, true), (now, false)], "the last comes first");
        assert_eq!(workspace.find_logout_delivery(seed.other_client.client.id).await?, None);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_attempts_the_latest_ten_are_kept() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (client, store) = (seed.client.client.id, fixture.store());
        let session = part(&fixture, &seed, client).await?;
        end(&fixture, &seed, session, START).await?;
        let turn = take(store, client, START).await?.ok_or("it is free")?;
        let told = turn.due().await?.remove(0).told;
        let failed = turn.progress().failed(START, None, 500);
        for number in 1..=12 {
            let again = outcome(START, failed, LogoutFate::Again(told.id, failed.due_at));
            turn.record(LogoutOutcome { number, ..again }).await?;
        }
        let workspace = store.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let delivery = workspace.find_logout_delivery(client).await?.ok_or("it was told")?;
        let numbers: Vec<_> = delivery.recent.iter().map(|attempt| attempt.number).collect();
        assert_eq!(numbers, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_fails_holds_up_no_other_one() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (one, other, store) = (seed.client.client.id, seed.other_client.client.id, fixture.store());
        let (of_one, of_other) = (part(&fixture, &seed, one).await?, part(&fixture, &seed, other).await?);
        end(&fixture, &seed, of_one, START).await?;
        end(&fixture, &seed, of_other, START).await?;
        let turn = take(store, one, START).await?.ok_or("it is free")?;
        let told = turn.due().await?.remove(0).told;
        let failed = turn.progress().failed(START, None, 500);
        turn.record(outcome(START, failed, LogoutFate::Again(told.id, failed.due_at))).await?;
        turn.release().await?;
        assert_eq!(due(store, START).await?, [other]);
        assert_eq!(due(store, failed.due_at).await?.len(), 2);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_has_ended_all_of_a_user_is_told_no_more_of_what_ended_before() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (client, store) = (seed.client.client.id, fixture.store());
        let logins = [part(&fixture, &seed, client).await?, part(&fixture, &seed, client).await?, part(&fixture, &seed, client).await?];
        for (login, minute) in logins.iter().zip([1, 2, 3]) {
            end(&fixture, &seed, *login, START.plus_seconds(60 * minute)).await?;
        }
        let open = part(&fixture, &seed, client).await?;
        let now = START.plus_seconds(300);
        let turn = take(store, client, now).await?.ok_or("it is free")?;
        let fate = LogoutFate::OverForUser(seed.user.user.id, START.plus_seconds(120));
        turn.record(outcome(now, LogoutProgress::answered(now), fate)).await?;
        assert_eq!(sessions(&turn.due().await?), [logins[2]]);
        let fate = LogoutFate::OverForUser(seed.other_user.user.id, now);
        turn.record(outcome(now, LogoutProgress::answered(now), fate)).await?;
        assert_eq!(sessions(&turn.due().await?), [logins[2]], "another user's sessions are another matter");
        let left: Vec<_> = left(&fixture, &seed).await?.iter().map(|client| client.login_session_id).collect();
        assert_eq!(left, [logins[2], open]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_has_one_audit_line_with_its_number_and_what_is_not_told_is_forgotten() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (client, store) = (seed.client.client.id, fixture.store());
        for minute in 1..=4 {
            let login = part(&fixture, &seed, client).await?;
            end(&fixture, &seed, login, START.plus_seconds(60 * minute)).await?;
        }
        let before = fixture.audit_events(seed.workspace.id).await?.len();
        let turn = take(store, client, START.plus_seconds(600)).await?.ok_or("it is free")?;
        let line = |number: u64| domain::audit::AuditEvent {
            target: number.to_string(),
            ..seed.audit(AuditAction::ClientLogoutUndelivered, START.plus_seconds(600))
        };
        assert_eq!(turn.give_up(START.plus_seconds(59), line).await?, 0);
        assert_eq!(turn.give_up(START.plus_seconds(180), line).await?, 3);
        let lines = fixture.audit_events(seed.workspace.id).await?;
        let told = |line: &domain::audit::AuditEvent| (line.action, line.target.clone());
        assert_eq!((lines.len(), lines.last().map(told)), (before + 1, Some((AuditAction::ClientLogoutUndelivered, "3".to_owned()))));
        assert_eq!((turn.forget().await?, turn.forget().await?), (1, 0));
        turn.release().await?;
        assert!(left(&fixture, &seed).await?.is_empty());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_is_tried_at_once_and_takes_the_client_from_who_tells_it_at_the_old_one() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (client, store) = (seed.client.client.id, fixture.store());
        let login = part(&fixture, &seed, client).await?;
        end(&fixture, &seed, login, START).await?;
        let turn = take(store, client, START).await?.ok_or("it is free")?;
        let (told, later) = (turn.due().await?.remove(0).told, START.plus_seconds(900));
        let failed = LogoutProgress { failures: 9, failing_since: Some(START), due_at: later };
        turn.record(outcome(START, failed, LogoutFate::Again(told.id, later))).await?;
        let now = START.plus_seconds(10);
        assert!(due(store, now).await?.is_empty());
        let transaction = store.begin().await?;
        let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        workspace.tell_client_at_once(client, now).await?;
        transaction.commit().await?;
        assert!(matches!(turn.release().await, Err(Error::Stale)));
        assert_eq!(due(store, now).await?, [client]);
        let turn = take(store, client, now).await?.ok_or("it is free")?;
        assert_eq!((turn.progress(), sessions(&turn.due().await?)), (LogoutProgress::answered(now), vec![login]));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_what_was_deleted_and_what_was_ended_outlives_its_session() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (one, other, store) = (seed.client.client.id, seed.other_client.client.id, fixture.store());
        let (of_one, of_other) = (part(&fixture, &seed, one).await?, part(&fixture, &seed, other).await?);
        end(&fixture, &seed, of_one, START).await?;
        end(&fixture, &seed, of_other, START).await?;
        let much_later = START.plus_seconds(400 * 24 * 3600);
        let round = store.begin_housekeeping(Arc::new(FixedClock::at(much_later))).await?.ok_or("no other round")?;
        let expired = round.delete_expired().await?;
        round.abandon().await?;
        assert_eq!((expired.login_sessions, expired.session_clients), (2, 0));

        let change = async |change: &str| {
            let transaction = store.begin().await?;
            let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
            match change {
                "client" => workspace.delete_client(one, seed.client.client.version).await?,
                _ => workspace.delete_workspace(START).await?,
            }
            transaction.commit().await?;
            Ok::<_, Failure>(())
        };
        change("client").await?;
        assert_eq!(due(store, START).await?, [other]);
        assert_eq!(left(&fixture, &seed).await?.iter().map(|client| client.client_id).collect::<Vec<_>>(), [other]);
        change("workspace").await?;
        assert!(due(store, START).await?.is_empty());
        assert!(take(store, other, START).await?.is_none());
    }
    Ok(())
}
