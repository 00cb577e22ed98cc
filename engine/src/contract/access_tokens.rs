//! Statements about denied access tokens and used proofs.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::id::AccessTokenId;
use tokio::task::JoinSet;

use super::{
    fixture::{Fixture, seeded},
    given::two_workspaces,
    seed::{Failure, START, unique},
};
use crate::storage::AccessTokenStorage as _;

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

pub async fn a_proof_is_used_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let seed = seeded(&*fixture).await?;
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
    Ok(())
}
