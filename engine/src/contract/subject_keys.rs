//! Statements about the keys by which workspaces name their users to sectors.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::{collections::BTreeSet, sync::Arc};

use tokio::task::JoinSet;

use super::{fixture::Fixture, given::two_workspaces, seed::Failure};
use crate::storage::SubjectKeyStorage as _;

pub async fn a_workspace_keeps_the_first_subject_key_however_many_are_made_at_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (workspace, elsewhere) = (seed.workspace.id, other.workspace.id);
    assert_eq!(fixture.storage().find_subject_key(workspace).await?, None);
    let mut makers = JoinSet::new();
    for number in 0..8 {
        let fixture = Arc::clone(&fixture);
        makers.spawn(async move { fixture.storage().keep_subject_key(workspace, vec![number; 61]).await });
    }
    let mut kept = BTreeSet::new();
    while let Some(key) = makers.join_next().await {
        kept.insert(key??);
    }
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(fixture.storage().find_subject_key(workspace).await?, kept.pop_first());
    assert_eq!(fixture.storage().find_subject_key(elsewhere).await?, None);
    assert_eq!(fixture.storage().keep_subject_key(elsewhere, vec![9; 61]).await?, vec![9; 61]);
    Ok(())
}
