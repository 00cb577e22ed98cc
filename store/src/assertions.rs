//! Sign-ins by assertions that trusted issuers signed (RFC 7523 §2.1).

use domain::{id::WorkspaceId, linked_subject::AssertionSubject, name::Slug, user::User};
use engine::storage::{AssertedSession, AssertionStorage, StorageError, Written};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    EngineStorage, basis,
    engine_storage::{during, during_write},
    entity::{
        authorization_code,
        login_session::{Entity, row},
        user,
    },
    linked_subjects::of_subject,
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

    async fn find_linked_user(
        &self,
        workspace: WorkspaceId,
        issuer: &Slug,
        subject: &AssertionSubject,
    ) -> Result<Option<User>, StorageError> {
        during("find_linked_user", async {
            let linked = of_subject(workspace.as_uuid(), issuer, subject).one(self.store.reader()).await?;
            let Some(linked) = linked else { return Ok(None) };
            let query = user::of_workspace(workspace.as_uuid()).filter(user::Column::Id.eq(linked.user_id));
            query.one(self.store.reader()).await?.map(User::try_from).transpose()
        })
        .await
    }
}
