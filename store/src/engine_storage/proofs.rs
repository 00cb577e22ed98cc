//! Proofs of possession that were used.

use domain::{clock::Timestamp, id::WorkspaceId};
use engine::storage::SecretHash;
use sea_orm::{EntityTrait, Set, sea_query::OnConflict};

use crate::{
    Error, Store,
    entity::used_proof::{ActiveModel, Column, Entity},
};

/// `false` where it was there before.
pub(super) async fn insert(store: &Store, workspace: WorkspaceId, proof: SecretHash, expires_at: Timestamp) -> Result<bool, Error> {
    let row = ActiveModel { hash: Set(proof.to_vec()), workspace_id: Set(workspace.as_uuid()), expires_at: Set(expires_at.as_millis()) };
    let keep = OnConflict::columns([Column::Hash, Column::WorkspaceId]).do_nothing().to_owned();
    let transaction = store.begin().await?;
    let inserted = Entity::insert(row).on_conflict(keep).exec_without_returning(transaction.connection()).await?;
    transaction.commit().await?;
    Ok(inserted > 0)
}
