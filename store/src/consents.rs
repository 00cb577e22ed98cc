//! Consents of users, and the end of all that a user gave a client.

use domain::{
    audit::AuditEvent,
    id::{ClientId, UserId, WorkspaceId},
};
use engine::storage::{AccessEnd, Basis, Consent, ConsentStorage, StorageError, Written};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    prelude::Uuid,
    sea_query::{Expr, OnConflict},
};

use crate::{
    Access, EngineStorage, Error, WorkspaceStore, Writing, basis,
    codes::{Owner, delete_unredeemed, deny_access_tokens},
    engine_storage::{during, during_write},
    entity::{
        consent::{Column, Entity, row},
        token_family,
    },
    families::{lock_live, revoke_live},
    paging::read,
};

fn of_user(workspace: Uuid, user: UserId) -> Condition {
    Condition::all().add(Column::WorkspaceId.eq(workspace)).add(Column::UserId.eq(user.as_uuid()))
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Counts the clients that a user gave consent to.
    pub async fn count_consents(&self, user: UserId) -> Result<u64, Error> {
        Ok(Entity::find().filter(of_user(self.id(), user)).count(self.connection).await?)
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Deletes what all users agreed to for a client. Returns how many.
    pub async fn delete_consents_to(&self, client: ClientId) -> Result<u64, Error> {
        let of_client = Condition::all().add(Column::WorkspaceId.eq(self.id())).add(Column::ClientId.eq(client.as_uuid()));
        Ok(Entity::delete_many().filter(of_client).exec(self.connection).await?.rows_affected)
    }

    /// Deletes all consents of a user. Returns how many.
    pub async fn delete_consents(&self, user: UserId) -> Result<u64, Error> {
        Ok(Entity::delete_many().filter(of_user(self.id(), user)).exec(self.connection).await?.rows_affected)
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Deletes all consents to a client: its users are asked again.
    pub(crate) async fn delete_consents_of_client(&self, client: ClientId) -> Result<(), Error> {
        let of_client = Condition::all().add(Column::WorkspaceId.eq(self.id())).add(Column::ClientId.eq(client.as_uuid()));
        Entity::delete_many().filter(of_client).exec(self.connection).await?;
        Ok(())
    }
}

/// Stores a consent in place of an earlier one, with which it goes on.
pub(crate) async fn put_consent(connection: &Writing, consent: Consent) -> Result<(), Error> {
    let replace = OnConflict::columns([Column::WorkspaceId, Column::UserId, Column::ClientId])
        .update_columns([Column::Scopes, Column::Resources, Column::AuthorizationDetails, Column::OfflineSeconds, Column::GivenAt])
        .value(Column::BegunAt, Expr::cust("COALESCE(consents.begun_at, consents.given_at)"))
        .to_owned();
    Entity::insert(row(consent)).on_conflict(replace).exec_without_returning(connection).await?;
    Ok(())
}

impl ConsentStorage for EngineStorage {
    async fn find_consent(&self, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, StorageError> {
        during("find_consent", async {
            let query = Entity::find_by_id((workspace.as_uuid(), user.as_uuid(), client.as_uuid()));
            query.one(self.store.reader()).await?.map(Consent::try_from).transpose()
        })
        .await
    }

    async fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Consent>, StorageError> {
        during("list_consents", async {
            let query = Entity::find().filter(of_user(workspace.as_uuid(), user));
            read(query.order_by_desc(Column::GivenAt).order_by_desc(Column::ClientId).all(self.store.reader()).await?)
        })
        .await
    }

    async fn save_consent(&self, consent: Consent, basis: Basis, audit: AuditEvent) -> Result<Written, StorageError> {
        during_write("save_consent", || async {
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(Written::BasisChanged);
            }
            put_consent(transaction.connection(), consent.clone()).await?;
            transaction.append_audit(audit.clone()).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }

    async fn end_access(&self, end: AccessEnd) -> Result<bool, StorageError> {
        during_write("end_access", || async {
            let AccessEnd { workspace_id, user_id, client_id, revocation, audit, event_ids } = end.clone();
            let transaction = self.store.begin().await?;
            let connection = transaction.connection();
            let owner = Owner { workspace: workspace_id, client: Some(client_id), user: Some(user_id) };
            // Codes first: a faster exchange has committed by then what is ended below, and a slower one finds no code.
            let codes = delete_unredeemed(connection, owner).await?;
            let tokens = deny_access_tokens(connection, owner, revocation.at).await?;
            let of_both = Condition::all()
                .add(token_family::Column::UserId.eq(user_id.as_uuid()))
                .add(token_family::Column::ClientId.eq(client_id.as_uuid()));
            let live = lock_live(connection, workspace_id, of_both, revocation.at);
            let families = revoke_live(live, |_| true, revocation, &mut event_ids.iter()).await?;
            let consent = (workspace_id.as_uuid(), user_id.as_uuid(), client_id.as_uuid());
            let consents = Entity::delete_by_id(consent).exec(connection).await?.rows_affected;
            if codes + tokens + families + consents == 0 {
                return Ok(false);
            }
            transaction.append_audit(audit).await?;
            transaction.commit().await?;
            Ok(true)
        })
        .await
    }
}
