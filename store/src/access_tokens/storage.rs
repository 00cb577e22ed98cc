//! Access tokens that are denied before they expire, and proofs of possession that were used.

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, WorkspaceId},
};
use engine::storage::{AccessTokenStorage, SecretHash, StorageError, TokenOrigin, TokenStanding};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryTrait, Set, sea_query::OnConflict};

use super::standing::FindStanding;
use crate::{
    EngineStorage,
    engine_storage::{during, during_write},
    entity::{denied_access_token, used_proof},
};

impl AccessTokenStorage for EngineStorage {
    async fn deny_access_token(&self, workspace: WorkspaceId, token: AccessTokenId, expires_at: Timestamp) -> Result<(), StorageError> {
        during_write("deny_access_token", || async {
            let row = denied_access_token::ActiveModel {
                id: Set(token.as_uuid()),
                workspace_id: Set(workspace.as_uuid()),
                expires_at: Set(expires_at.as_millis()),
            };
            let keep = OnConflict::column(denied_access_token::Column::Id).do_nothing().to_owned();
            let deny = denied_access_token::Entity::insert(row).on_conflict(keep);
            self.store.execute_alone(&deny.build(self.store.backend())).await?;
            Ok(())
        })
        .await
    }

    async fn find_token_standing(&self, origin: TokenOrigin) -> Result<TokenStanding, StorageError> {
        during("find_token_standing", self.shared_standings.read(&self.store, FindStanding::new(origin))).await
    }

    async fn is_access_token_denied(&self, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, StorageError> {
        during("is_access_token_denied", async {
            let query = denied_access_token::Entity::find_by_id(token.as_uuid())
                .filter(denied_access_token::Column::WorkspaceId.eq(workspace.as_uuid()));
            Ok(query.count(self.store.reader()).await? > 0)
        })
        .await
    }

    async fn use_proof(&self, workspace: WorkspaceId, proof: SecretHash, expires_at: Timestamp) -> Result<bool, StorageError> {
        during_write("use_proof", || async {
            let row = used_proof::ActiveModel {
                hash: Set(proof.to_vec()),
                workspace_id: Set(workspace.as_uuid()),
                expires_at: Set(expires_at.as_millis()),
            };
            let keep = OnConflict::columns([used_proof::Column::Hash, used_proof::Column::WorkspaceId]).do_nothing().to_owned();
            let insert = used_proof::Entity::insert(row).on_conflict(keep);
            Ok(self.store.execute_alone(&insert.build(self.store.backend())).await?.rows_affected() > 0)
        })
        .await
    }
}
