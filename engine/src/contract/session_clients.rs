//! Statements about the clients that have a part in login sessions, and are told when those are ended.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    clock::Timestamp,
    id::{ClientId, LoginSessionId},
    policy::LimitRule,
};
use tokio::task::JoinSet;

use super::{
    fixture::{Change, Fixture, seeded},
    given::{join, join_as, session, session_client, start, two_workspaces},
    seed::{Failure, START, Seed, unique_seed},
};
use crate::{
    family::Family,
    storage::{Basis, CodeOutcome, EndedSessions, EventIds, FamilyCap, SessionClient, SessionStart, SessionStorage as _, Written},
};

/// Returns a family of a client that began in this session and outlives it.
fn family_in(seed: &Seed, session: LoginSessionId, client: ClientId) -> Result<Family, Failure> {
    seed.family_with(|family| {
        family.authorization.login_session_id = session;
        family.authorization.client_id = client;
    })
}

/// Has both clients take part in a session.
async fn both_join(fixture: &impl Fixture, seed: &Seed, session: LoginSessionId) -> Result<(), Failure> {
    for client in [&seed.client.client, &seed.other_client.client] {
        let basis = Basis::of_client(&seed.workspace, client).and_user(&seed.user.user);
        let family = family_in(seed, session, client.id)?;
        assert_eq!(join(fixture, basis, seed, family, None).await?, CodeOutcome::Redeemed);
    }
    Ok(())
}

/// Returns for each part of a client in these sessions when they were ended, in their order.
async fn ends(fixture: &impl Fixture, seed: &Seed, sessions: &[LoginSessionId]) -> Result<Vec<Vec<Option<Timestamp>>>, Failure> {
    let all = fixture.session_clients(seed.workspace.id).await?;
    let of = |session: &LoginSessionId| {
        let clients = all.iter().filter(|client| client.login_session_id == *session);
        clients.map(|client| client.ended_at).collect::<Vec<_>>()
    };
    Ok(sessions.iter().map(of).collect())
}

pub async fn whatever_ends_a_session_has_its_clients_told<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, stranger) = two_workspaces(&*fixture).await?;
    let begun = async || {
        let session = session(&*fixture, &seed).await?;
        both_join(&*fixture, &seed, session).await?;
        Ok::<_, Failure>(session)
    };
    let sessions = [begun().await?, begun().await?, begun().await?, begun().await?, begun().await?];
    let theirs = session(&*fixture, &stranger).await?;
    both_join(&*fixture, &stranger, theirs).await?;
    let told = async |expected: [Option<Timestamp>; 5]| {
        let expected: Vec<_> = expected.iter().map(|end| vec![*end; 2]).collect();
        assert_eq!(ends(&*fixture, &seed, &sessions).await?, expected);
        Ok::<_, Failure>(())
    };
    let at = |minutes: i64| START.plus_seconds(60 * minutes);
    told([None; 5]).await?;
    // The user signs out.
    assert!(fixture.storage().end_login_sessions(seed.session_end(EndedSessions::Itself(sessions[0]), at(1))).await?);
    told([Some(at(1)), None, None, None, None]).await?;
    // Somebody signs in with the same browser.
    let replaces = Some(seed.session_end(EndedSessions::Itself(sessions[1]), at(2)));
    let next = SessionStart { replaces, ..start(&seed) };
    let kept = next.session.id;
    assert_eq!(fixture.storage().begin_login_session(next).await?, Written::Done);
    told([Some(at(1)), Some(at(2)), None, None, None]).await?;
    // The user signs out everywhere else.
    assert!(fixture.storage().end_login_sessions(seed.session_end(EndedSessions::AllBut(sessions[4]), at(3))).await?);
    told([Some(at(1)), Some(at(2)), Some(at(3)), Some(at(3)), None]).await?;
    assert!(!fixture.storage().is_session_open(seed.workspace.id, kept).await?);
    // A new password ends the last one; it is an end at START.
    fixture.change(&seed, Change::Password).await?;
    told([Some(at(1)), Some(at(2)), Some(at(3)), Some(at(3)), Some(START)]).await?;
    assert_eq!(ends(&*fixture, &stranger, &[theirs]).await?, [[None; 2]]);
    Ok(())
}

pub async fn a_client_that_is_told_of_users_goes_on_with_one_who_signs_in_anew<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, stranger) = two_workspaces(&*fixture).await?;
    let before = session(&*fixture, &seed).await?;
    for (client, by_session) in [(&seed.client.client, true), (&seed.other_client.client, false)] {
        let basis = Basis::of_client(&seed.workspace, client).and_user(&seed.user.user);
        let family = family_in(&seed, before, client.id)?;
        let part = SessionClient { by_session, ..session_client(&family) };
        assert_eq!(join_as(&*fixture, basis, &seed, family, None, part).await?, CodeOutcome::Redeemed);
    }
    let begin = async |of: &Seed, in_place_of: LoginSessionId, at: Timestamp| {
        let replaces = Some(seed.session_end(EndedSessions::Itself(in_place_of), at));
        let next = SessionStart { replaces, ..start(of) };
        let id = next.session.id;
        assert_eq!(fixture.storage().begin_login_session(next).await?, Written::Done);
        Ok::<_, Failure>(id)
    };
    let at = |minutes: i64| START.plus_seconds(60 * minutes);
    let after = begin(&seed, before, at(1)).await?;
    assert_eq!(ends(&*fixture, &seed, &[before, after]).await?, [[Some(at(1))], [None]]);
    // Whoever signs in with the browser of somebody else has signed them out.
    begin(&stranger, after, at(2)).await?;
    assert_eq!(ends(&*fixture, &seed, &[before, after]).await?, [[Some(at(1))], [Some(at(2))]]);
    // What was ended goes on nowhere.
    let late = begin(&seed, after, at(3)).await?;
    assert_eq!(ends(&*fixture, &seed, &[after, late]).await?, [vec![Some(at(2))], Vec::new()]);
    Ok(())
}

pub async fn the_clients_of_a_user_who_is_deleted_are_told<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (here, there) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    for session in [here, there] {
        both_join(&*fixture, &seed, session).await?;
    }
    fixture.change(&seed, Change::UserDeleted).await?;
    assert_eq!(ends(&*fixture, &seed, &[here, there]).await?, [[Some(START); 2], [Some(START); 2]]);
    let all = fixture.session_clients(seed.workspace.id).await?;
    assert!(all.iter().all(|client| client.user_id == seed.user.user.id && client.expires_at == START.plus_seconds(3600)));
    Ok(())
}

pub async fn a_client_has_one_part_in_a_session_however_often_it_is_authorized_there<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (here, there) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let mut tasks = JoinSet::new();
    for number in 0..32 {
        let (fixture, seed) = (Arc::clone(&fixture), seed.clone());
        // With a limit of families and without one, which other statements do.
        let limit = || FamilyCap { most: 100, rule: LimitRule::Refuse, event_ids: EventIds::new(START, unique_seed()) };
        let cap = (number % 4 == 0).then(limit);
        let family = family_in(&seed, if number % 2 == 0 { here } else { there }, seed.client.client.id)?;
        tasks.spawn(async move { join(&*fixture, seed.basis(), &seed, family, cap).await });
    }
    while let Some(outcome) = tasks.join_next().await {
        assert_eq!(outcome??, CodeOutcome::Redeemed);
    }
    assert_eq!(ends(&*fixture, &seed, &[here, there]).await?, [[None], [None]]);
    Ok(())
}

pub async fn no_client_takes_part_in_a_session_without_being_told_of_its_end<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    for round in 0..16 {
        let (login, at) = (session(&*fixture, &seed).await?, START.plus_seconds(round));
        let family = family_in(&seed, login, seed.client.client.id)?;
        let ending = {
            let (fixture, end) = (Arc::clone(&fixture), seed.session_end(EndedSessions::Itself(login), at));
            tokio::spawn(async move { fixture.storage().end_login_sessions(end).await })
        };
        let outcome = join(&*fixture, seed.basis(), &seed, family, None).await?;
        ending.await??;
        let expected = match outcome {
            CodeOutcome::Redeemed => vec![Some(at)],
            CodeOutcome::BasisChanged => Vec::new(),
            other => return Err(format!("{other:?}").into()),
        };
        assert_eq!(ends(&*fixture, &seed, &[login]).await?, std::slice::from_ref(&expected));
        let late = family_in(&seed, login, seed.client.client.id)?;
        assert_eq!(join(&*fixture, seed.basis(), &seed, late, None).await?, CodeOutcome::BasisChanged);
        assert_eq!(ends(&*fixture, &seed, &[login]).await?, [expected]);
    }
    Ok(())
}
