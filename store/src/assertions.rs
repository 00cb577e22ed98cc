//! Sign-ins by assertions that trusted issuers signed (RFC 7523 §2.1).

use engine::storage::{AssertedSession, AssertionStorage, StorageError, Written};
use sea_orm::EntityTrait;

use crate::{
    EngineStorage, basis,
    engine_storage::during_write,
    entity::{
        authorization_code,
        login_session::{Entity, row},
    },
};

impl AssertionStorage for EngineStorage {
    async fn begin_asserted_session(&self, begun: AssertedSession) -> Result<Written, StorageError> {
        during_write("begin_asserted_session", || async {
            let AssertedSession { session, code, basis, audit, event } = begun.clone();
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(Written::BasisChanged);
            }
            Entity::insert(row(&session)).exec_without_returning(transaction.connection()).await?;
            authorization_code::Entity::insert(authorization_code::row(code)).exec_without_returning(transaction.connection()).await?;
            transaction.append_token_event(event).await?;
            transaction.append_audit(audit).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }
}
