//! Hashes of the passwords of users.

use engine::storage::{HashRenewal, PasswordStorage, StorageError};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    EngineStorage,
    engine_storage::during_write,
    entity::user::{ActiveModel, Column, Entity},
};

impl PasswordStorage for EngineStorage {
    async fn renew_password_hash(&self, renewal: HashRenewal) -> Result<bool, StorageError> {
        during_write("renew_password_hash", || async {
            let HashRenewal { workspace_id, user_id, renewal, audit } = renewal.clone();
            let transaction = self.store.begin().await?;
            let renewed = Entity::update_many()
                .set(ActiveModel { password_hash: Set(Some(renewal.to)), ..Default::default() })
                .filter(Column::WorkspaceId.eq(workspace_id.as_uuid()))
                .filter(Column::Id.eq(user_id.as_uuid()))
                .filter(Column::PasswordHash.eq(renewal.from))
                .exec(transaction.connection())
                .await?;
            if renewed.rows_affected == 0 {
                return Ok(false);
            }
            transaction.append_audit(audit).await?;
            transaction.commit().await?;
            Ok(true)
        })
        .await
    }
}
