//! Statements about login sessions, and the families that end with them.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{audit::AuditAction, family::RevocationReason, id::LoginSessionId, token_event::TokenEventKind};

use super::{
    fixture::{Change, Fixture, seeded},
    given::{end_of, redeem, second_factor, session, start, two_workspaces},
    seed::{Failure, START, Seed},
};
use crate::{
    family::Family,
    second_factor::{CodeKind, CodeUse},
    storage::{
        Basis, CodeOutcome, EndedSessions, FamilyStorage as _, LoginSession, SecondFactorStorage as _, SessionStart, SessionStorage as _,
        Written,
    },
};

/// Returns a family that began in this session, and whether it ends with it.
fn family_in(seed: &Seed, session: LoginSessionId, ends_with_session: bool) -> Result<Family, Failure> {
    seed.family_with(|family| {
        family.authorization.login_session_id = session;
        family.authorization.ends_with_session = ends_with_session;
    })
}

pub async fn a_login_session_is_found_until_it_is_ended<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace, stranger) = (fixture.storage(), seed.workspace.id, other.workspace.id);
    let start = start(&seed);
    let session = LoginSession { token_hash: [8; 32], ..start.session };
    let start = SessionStart { session: session.clone(), ..start };
    assert_eq!(storage.begin_login_session(start).await?, Written::Done);
    assert!(storage.is_session_open(workspace, session.id).await?);
    assert!(!storage.is_session_open(stranger, session.id).await?);
    assert_eq!(storage.find_login_session(workspace, &[8; 32]).await?, Some(session.clone()));
    assert_eq!(storage.find_login_session(workspace, &[9; 32]).await?, None);
    assert_eq!(storage.find_login_session(stranger, &[8; 32]).await?, None);
    assert!(!storage.end_login_sessions(other.session_end(EndedSessions::Itself(session.id), START)).await?);
    assert_eq!(storage.find_login_session(workspace, &[8; 32]).await?, Some(session.clone()));
    for second in [1, 2] {
        let end = seed.session_end(EndedSessions::Itself(session.id), START.plus_seconds(second));
        assert_eq!(storage.end_login_sessions(end).await?, second == 1);
        assert_eq!(storage.find_login_session(workspace, &[8; 32]).await?, None);
        assert!(!storage.is_session_open(workspace, session.id).await?);
    }
    let actions: Vec<_> = fixture.audit_events(workspace).await?.iter().map(|line| line.action).collect();
    assert_eq!(actions, [AuditAction::UserSignedIn, AuditAction::UserSignedOut]);
    assert!(fixture.audit_events(stranger).await?.is_empty());
    Ok(())
}

pub async fn a_new_session_ends_the_one_that_it_takes_the_place_of<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (storage, workspace) = (fixture.storage(), seed.workspace.id);
    let (before, elsewhere) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let (bound, offline) = (family_in(&seed, before, true)?, family_in(&seed, before, false)?);
    for family in [&bound, &offline] {
        assert_eq!(redeem(&*fixture, &seed, family.clone(), None).await?, CodeOutcome::Redeemed);
    }
    let end = seed.session_end(EndedSessions::Itself(before), START.plus_seconds(60));
    let next = SessionStart { replaces: Some(end.clone()), ..start(&seed) };
    let after = next.session.id;

    let by_what_was_changed = Basis { user: Some((seed.user.user.id, seed.user.user.version + 1)), ..Basis::default() };
    let refused = SessionStart { basis: by_what_was_changed, ..next.clone() };
    assert_eq!(storage.begin_login_session(refused).await?, Written::BasisChanged);
    assert!(storage.is_session_open(workspace, before).await?, "a sign-in that failed ends nothing");

    assert_eq!(storage.begin_login_session(next).await?, Written::Done);
    let open = [storage.is_session_open(workspace, before).await?, storage.is_session_open(workspace, elsewhere).await?];
    assert_eq!((open, storage.is_session_open(workspace, after).await?), ([false, true], true));
    assert_eq!(end_of(&*fixture, &bound).await?, Some(RevocationReason::Logout));
    assert_eq!(end_of(&*fixture, &offline).await?, None);
    let lines = fixture.audit_events(workspace).await?;
    assert!(lines.contains(&end.audit), "the end has its line");
    Ok(())
}

pub async fn the_end_of_a_session_ends_the_families_that_end_with_it<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (here, elsewhere) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let family = |session, ends_with_session| family_in(&seed, session, ends_with_session);
    let families = [family(here, true)?, family(here, false)?, family(elsewhere, true)?, family(here, true)?];
    for family in &families {
        assert_eq!(redeem(&*fixture, &seed, family.clone(), None).await?, CodeOutcome::Redeemed);
    }
    let at = START.plus_seconds(60);
    for _ in 0..2 {
        fixture.storage().end_login_sessions(seed.session_end(EndedSessions::Itself(here), at)).await?;
    }
    for (family, expected) in families.iter().zip([Some(RevocationReason::Logout), None, None, Some(RevocationReason::Logout)]) {
        assert_eq!(end_of(&*fixture, family).await?, expected);
    }
    let events = fixture.token_events(seed.workspace.id).await?;
    let ended = events.iter().filter(|event| event.kind == TokenEventKind::Revoked { reason: RevocationReason::Logout });
    assert_eq!(
        ended.map(|event| (event.family_id, event.at)).collect::<Vec<_>>(),
        [(Some(families[0].authorization.id), at), (Some(families[3].authorization.id), at)]
    );
    Ok(())
}

pub async fn no_family_begins_in_a_session_that_was_ended<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    for round in 0..16 {
        let login = session(&*fixture, &seed).await?;
        let family = family_in(&seed, login, true)?;
        let ending = {
            let (fixture, end) = (Arc::clone(&fixture), seed.session_end(EndedSessions::Itself(login), START.plus_seconds(round)));
            tokio::spawn(async move { fixture.storage().end_login_sessions(end).await })
        };
        let outcome = redeem(&*fixture, &seed, family.clone(), None).await?;
        ending.await??;
        match outcome {
            CodeOutcome::Redeemed => assert_eq!(end_of(&*fixture, &family).await?, Some(RevocationReason::Logout)),
            CodeOutcome::BasisChanged => assert_eq!(fixture.storage().find_family(seed.workspace.id, family.authorization.id).await?, None),
            other => return Err(format!("{other:?}").into()),
        }
        let late = family_in(&seed, login, true)?;
        assert_eq!(redeem(&*fixture, &seed, late, None).await?, CodeOutcome::BasisChanged);
        let free = family_in(&seed, login, false)?;
        assert_eq!(redeem(&*fixture, &seed, free, None).await?, CodeOutcome::Redeemed, "it does not end with the session");
    }
    Ok(())
}

pub async fn the_end_of_all_other_sessions_leaves_one<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
    let (here, there, elsewhere) = (session(&*fixture, &seed).await?, session(&*fixture, &seed).await?, session(&*fixture, &seed).await?);
    let family = |session, ends_with_session| family_in(&seed, session, ends_with_session);
    let mut of_another = family(there, true)?;
    of_another.authorization.user_id = seed.other_user.user.id;
    let families = [family(here, true)?, family(there, true)?, family(there, false)?, family(elsewhere, true)?, of_another];
    for family in &families {
        assert_eq!(redeem(&*fixture, &seed, family.clone(), None).await?, CodeOutcome::Redeemed);
    }
    let end = seed.session_end(EndedSessions::AllBut(here), START.plus_seconds(60));
    assert!(fixture.storage().end_login_sessions(end.clone()).await?);
    assert!(!fixture.storage().end_login_sessions(seed.session_end(EndedSessions::AllBut(here), START)).await?);
    let reason = Some(RevocationReason::Logout);
    for (family, expected) in families.iter().zip([None, reason, None, reason, None]) {
        assert_eq!(end_of(&*fixture, family).await?, expected);
    }
    let sessions = fixture.storage().list_login_sessions(seed.workspace.id, seed.user.user.id, START).await?;
    assert_eq!(sessions.iter().map(|session| session.id).collect::<Vec<_>>(), [here]);
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.last(), Some(&end.audit));
    Ok(())
}

pub async fn of_two_sessions_that_begin_with_one_code_one_does<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
    assert_eq!(storage.find_second_factor(workspace, user).await?, None);
    fixture.change(&seed, Change::SecondFactor).await?;
    let factor = second_factor();
    assert_eq!(storage.find_second_factor(workspace, user).await?, Some(factor.clone()));
    assert_eq!(storage.find_second_factor(other.workspace.id, user).await?, None);
    let code = CodeUse { kind: CodeKind::App, version: factor.version, last_step: 58_000_000, recovery_codes: vec![[4; 32]] };
    let begin = || SessionStart { code: Some(code.clone()), ..start(&seed) };
    let (one, second) = (begin(), begin());
    let (first_id, second_id) = (one.session.id, second.session.id);
    let (one, second) = tokio::join!(storage.begin_login_session(one), storage.begin_login_session(second));
    let written = [one?, second?];
    assert_eq!(written.iter().filter(|outcome| **outcome == Written::Done).count(), 1, "{written:?}");
    let open = [storage.is_session_open(workspace, first_id).await?, storage.is_session_open(workspace, second_id).await?];
    assert_eq!(open.iter().filter(|open| **open).count(), 1);
    let after = storage.find_second_factor(workspace, user).await?;
    assert_eq!(after.map(|after| (after.last_step, after.recovery_codes, after.version)), Some((58_000_000, vec![[4; 32]], 4)));
    assert_eq!(fixture.audit_events(workspace).await?.len(), 1, "and one line is written");
    Ok(())
}
