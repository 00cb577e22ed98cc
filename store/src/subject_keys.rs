//! The keys by which workspaces name their users to sectors.

use domain::id::WorkspaceId;
use engine::storage::{StorageError, SubjectKeyStorage};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set, sea_query::OnConflict};

use crate::{
    EngineStorage,
    engine_storage::{during, during_write},
    entity::{
        subject_key::{ActiveModel, Column, Entity},
        workspace,
    },
};

impl SubjectKeyStorage for EngineStorage {
    async fn find_subject_key(&self, workspace: WorkspaceId) -> Result<Option<Vec<u8>>, StorageError> {
        during("find_subject_key", async {
            let found = Entity::find_by_id(workspace.as_uuid()).one(self.store.reader()).await?;
            Ok(found.map(|row| row.sealed_key))
        })
        .await
    }

    async fn keep_subject_key(&self, workspace: WorkspaceId, sealed: Vec<u8>) -> Result<Vec<u8>, StorageError> {
        during_write("keep_subject_key", || async {
            let transaction = self.store.begin().await?;
            let existing = workspace::Entity::find_by_id(workspace.as_uuid()).filter(workspace::Column::DeletedAt.is_null()).lock_shared();
            // One that was deleted keeps nothing any more, and whoever asks for it gets nothing that lasts.
            if existing.one(transaction.connection()).await?.is_none() {
                return Ok(sealed.clone());
            }
            let row = ActiveModel { workspace_id: Set(workspace.as_uuid()), sealed_key: Set(sealed.clone()) };
            let new = Entity::insert(row).on_conflict(OnConflict::column(Column::WorkspaceId).do_nothing().to_owned());
            if new.exec_without_returning(transaction.connection()).await? > 0 {
                transaction.commit().await?;
                return Ok(sealed.clone());
            }
            let kept = Entity::find_by_id(workspace.as_uuid()).one(transaction.connection()).await?;
            Ok(kept.map_or_else(|| sealed.clone(), |row| row.sealed_key))
        })
        .await
    }
}
