//! Statements about sign-ins by assertions.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    id::{AccessTokenId, TokenEventId},
    linked_subject::AssertionSubject,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};

use super::{
    fixture::{Change, Fixture},
    given::{beside, code, hash, linked_subject, start, trial, trials, two_workspaces},
    seed::{Failure, START, Seed, unique},
};
use crate::storage::{
    AccessTokenStorage as _, AssertedSession, AssertionStorage as _, AuthorizationCode, ConsentStorage as _, EndedSessions, Redeemed,
    SessionStart, SessionStorage as _, StorageError, Written,
};

/// Returns a sign-in of the user by an assertion that the client used.
fn asserted(seed: &Seed) -> Result<AssertedSession, Failure> {
    let SessionStart { session, audit, .. } = start(seed);
    let redeemed = Redeemed {
        at: START,
        family_id: None,
        access_token_id: Some(AccessTokenId::new(START, unique())),
        access_token_expires_at: session.expires_at,
    };
    let code = AuthorizationCode { login_session_id: session.id, redeemed: Some(redeemed), ..code(seed, &seed.family()?, hash()) };
    let event = TokenEvent {
        id: TokenEventId::new(START, unique()),
        workspace_id: seed.workspace.id,
        client_id: seed.client.client.id,
        user_id: Some(seed.user.user.id),
        family_id: None,
        at: START,
        scopes: "openid".parse()?,
        left_out: Scopes::none(),
        kind: TokenEventKind::Asserted { issuer: "https://idp.example.com".to_owned() },
    };
    Ok(AssertedSession { session, code, basis: seed.basis(), audit, event })
}

pub async fn a_session_that_began_with_an_assertion_is_one_of_the_users<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (begun, storage) = (asserted(&seed)?, fixture.storage());
    let (workspace, session) = (seed.workspace.id, begun.session.clone());
    assert_eq!(storage.begin_asserted_session(begun.clone()).await?, Written::Done);
    assert!(fixture.token_events(workspace).await?.contains(&begun.event));
    assert!(fixture.token_events(other.workspace.id).await?.is_empty());
    assert_eq!(storage.list_login_sessions(workspace, session.user_id, START).await?, std::slice::from_ref(&session));
    assert!(storage.is_session_open(workspace, session.id).await?);
    assert!(!storage.is_session_open(other.workspace.id, session.id).await?);
    assert!(storage.end_login_sessions(seed.session_end(EndedSessions::Itself(session.id), START)).await?);
    assert!(!storage.is_session_open(workspace, session.id).await?);
    Ok(())
}

pub async fn the_end_of_what_a_client_has_ends_what_it_got_for_an_assertion<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let (begun, storage) = (asserted(&seed)?, fixture.storage());
    let token = begun.code.redeemed.as_ref().and_then(|redeemed| redeemed.access_token_id).ok_or("the token")?;
    assert_eq!(storage.begin_asserted_session(begun).await?, Written::Done);
    assert!(!storage.is_access_token_denied(seed.workspace.id, token).await?);
    assert!(storage.end_access(seed.access_end(START)).await?);
    assert!(storage.is_access_token_denied(seed.workspace.id, token).await?);
    Ok(())
}

pub async fn nobody_signs_in_by_an_assertion_that_was_judged_by_what_was_changed<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let changes = [Change::Workspace, Change::Client, Change::Password, Change::SubjectUnlinked, Change::UserDeleted];
    for (number, change) in changes.into_iter().enumerate() {
        let seed = trial(&*fixture, number).await?;
        let (begun, storage) = (asserted(&seed)?, fixture.storage());
        fixture.change(&seed, change).await?;
        let written = fixture.token_events(seed.workspace.id).await?;
        assert_eq!(storage.begin_asserted_session(begun.clone()).await?, Written::BasisChanged, "{number}");
        assert_eq!(fixture.token_events(seed.workspace.id).await?, written, "{number}: nothing is written");
        assert!(!storage.is_session_open(seed.workspace.id, begun.session.id).await?, "{number}");
    }
    Ok(())
}

pub async fn no_sign_in_by_an_assertion_crosses_a_change<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    for number in 0..trials() {
        let seed = trial(&*fixture, number).await?;
        let (first, late) = (asserted(&seed)?, asserted(&seed)?);
        let (event, session) = (first.event.clone(), first.session.id);
        let change = if number % 2 == 0 { Change::Workspace } else { Change::Client };
        let written = beside(&fixture, &seed, change, fixture.storage().begin_asserted_session(first)).await??;
        let recorded = fixture.token_events(seed.workspace.id).await?.contains(&event);
        let open = fixture.storage().is_session_open(seed.workspace.id, session).await?;
        assert_eq!((recorded, open), (written == Written::Done, written == Written::Done), "trial {number}");
        assert_eq!(fixture.storage().begin_asserted_session(late).await?, Written::BasisChanged, "trial {number}");
    }
    Ok(())
}

pub async fn a_linked_subject_is_its_user_until_it_is_unlinked_or_the_user_is_gone<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (linked, storage, user) = (linked_subject(&seed)?, fixture.storage(), &seed.user.user);
    let (issuer, subject) = (&linked.issuer, &linked.subject);
    let find = async |seed: &Seed| {
        let found = storage.find_linked_user(seed.workspace.id, issuer, subject).await?;
        Ok::<_, StorageError>(found.map(|user| user.id))
    };
    assert_eq!(find(&seed).await?, None);
    fixture.change(&seed, Change::SubjectLinked).await?;
    assert_eq!(find(&seed).await?, Some(user.id));
    assert_eq!(find(&other).await?, None, "a workspace has its own");
    let longer = AssertionSubject::parse(&format!("{subject}5"))?;
    let of_another = storage.find_linked_user(seed.workspace.id, &other.workspace.slug, subject).await?;
    assert_eq!(of_another, None, "another issuer's is another");
    assert_eq!(storage.find_linked_user(seed.workspace.id, issuer, &longer).await?, None);
    fixture.change(&seed, Change::SubjectUnlinked).await?;
    assert_eq!(find(&seed).await?, None);
    fixture.change(&seed, Change::SubjectLinked).await?;
    assert_eq!(find(&seed).await?, Some(user.id));
    fixture.change(&seed, Change::UserDeleted).await?;
    assert_eq!(find(&seed).await?, None);
    Ok(())
}
