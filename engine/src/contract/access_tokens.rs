//! Statements about denied access tokens and used proofs.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    family::{Revocation, RevocationReason},
    id::AccessTokenId,
};
use tokio::task::JoinSet;

use super::{
    fixture::{Change, Fixture},
    given::{session, store_family, two_workspaces},
    seed::{Failure, START, unique},
};
use crate::{
    family::Position,
    storage::{AccessTokenStorage as _, EndedSessions, FamilyStorage as _, SessionStorage as _, TokenOrigin, TokenStanding},
};

pub async fn a_denied_access_token_stays_denied<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let storage = fixture.storage();
    let (denied, fine) = (AccessTokenId::new(START, unique()), AccessTokenId::new(START, unique()));
    assert!(!storage.is_access_token_denied(seed.workspace.id, denied).await?);
    for _ in 0..2 {
        storage.deny_access_token(seed.workspace.id, denied, START.plus_seconds(60)).await?;
        assert!(storage.is_access_token_denied(seed.workspace.id, denied).await?);
    }
    assert!(!storage.is_access_token_denied(seed.workspace.id, fine).await?);
    assert!(!storage.is_access_token_denied(other.workspace.id, denied).await?);
    Ok(())
}

pub async fn an_access_token_stands_as_what_it_came_from_does<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace_id) = (fixture.storage(), seed.workspace.id);
    let family = seed.family()?;
    store_family(&*fixture, &seed, family.clone()).await?;
    let session = session(&*fixture, &seed).await?;
    let token_id = AccessTokenId::new(START, unique());
    let nothing = TokenOrigin { workspace_id, token_id, user_id: None, session_id: None, family_id: None };
    let all =
        TokenOrigin { user_id: Some(seed.user.user.id), session_id: Some(session), family_id: Some(family.authorization.id), ..nothing };
    let standing =
        TokenStanding { is_denied: false, user: Some(seed.user.user.clone()), is_session_open: true, position: Some(family.position) };
    assert_eq!(storage.find_token_standing(nothing).await?, TokenStanding::default());
    assert_eq!(storage.find_token_standing(TokenOrigin { workspace_id: other.workspace.id, ..all }).await?, TokenStanding::default());
    // Many at once, each with an answer of its own.
    let mut tasks = JoinSet::new();
    for number in 0..80 {
        let fixture = Arc::clone(&fixture);
        let origin = if number % 2 == 0 { all } else { nothing };
        tasks.spawn(async move { (number, fixture.storage().find_token_standing(origin).await) });
    }
    while let Some(found) = tasks.join_next().await {
        let (number, found) = found?;
        assert_eq!(found?, if number % 2 == 0 { standing.clone() } else { TokenStanding::default() });
    }

    storage.deny_access_token(workspace_id, token_id, START.plus_seconds(60)).await?;
    storage.end_login_sessions(seed.session_end(EndedSessions::Itself(session), START)).await?;
    let revocation = Revocation { at: START, reason: RevocationReason::User };
    assert!(storage.revoke_family(seed.revocation(family.authorization.id, revocation)).await?);
    fixture.change(&seed, Change::UserDeleted).await?;
    let position = Some(Position { revoked: Some(revocation), ..family.position });
    let ended = TokenStanding { is_denied: true, user: None, is_session_open: false, position };
    assert_eq!(storage.find_token_standing(all).await?, ended);
    Ok(())
}

pub async fn a_proof_is_used_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let workspace = seed.workspace.id;
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move { fixture.storage().use_proof(workspace, [4; 32], START.plus_seconds(60)).await });
    }
    let mut first = 0;
    while let Some(outcome) = tasks.join_next().await {
        first += usize::from(outcome??);
    }
    assert_eq!(first, 1);
    assert!(fixture.storage().use_proof(workspace, [5; 32], START.plus_seconds(60)).await?);
    assert!(fixture.storage().use_proof(other.workspace.id, [4; 32], START.plus_seconds(60)).await?, "each workspace has its own");
    assert!(!fixture.storage().use_proof(workspace, [5; 32], START.plus_seconds(600)).await?);
    Ok(())
}
