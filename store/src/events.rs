//! Events of the token engine.

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId},
    token_event::TokenEvent,
};
use engine::storage::{Basis, EventStorage, StorageError, Written};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    Access, EngineStorage, Error, WorkspaceStore, basis,
    batch::Batch,
    engine_storage::during,
    entity::token_event::{Column, Entity},
    paging::read,
};

/// Which events are decisions and refusals: word for word the condition of the index over them.
const DECISIONS: &str = "kind IN ('issued', 'withheld', 'refused', 'reused')";
/// How many events of a family are shown.
const SHOWN: u64 = 100;

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the recent events of a family, newest first.
    pub async fn list_family_events(&self, family: FamilyId) -> Result<Vec<TokenEvent>, Error> {
        let query = Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::FamilyId.eq(family.as_uuid()));
        read(query.order_by_desc(Column::Id).limit(SHOWN).all(self.connection).await?)
    }

    /// Returns the recent decisions and refusals of a client at the token endpoint, newest first, without its refreshes.
    pub async fn list_decisions(&self, client: ClientId, most: u64) -> Result<Vec<TokenEvent>, Error> {
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::ClientId.eq(client.as_uuid()))
            .filter(Expr::cust(DECISIONS));
        read(query.order_by_desc(Column::Id).limit(most).all(self.connection).await?)
    }

    /// Returns the event with this identifier.
    pub async fn find_event(&self, id: TokenEventId) -> Result<Option<TokenEvent>, Error> {
        let query = Entity::find_by_id(id.as_uuid()).filter(Column::WorkspaceId.eq(self.id()));
        query.one(self.connection).await?.map(TokenEvent::try_from).transpose()
    }

    /// Counts the events of these kinds since a point in time, by the codes of [`domain::token_event::TokenEventKind`].
    pub async fn count_events<const N: usize>(&self, kinds: &[&'static str; N], since: Timestamp) -> Result<u64, Error> {
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Batch::fixed(kinds).contains(Column::Kind, |kind| *kind))
            .filter(Column::At.gt(since.as_millis()));
        Ok(query.count(self.connection).await?)
    }
}

impl EventStorage for EngineStorage {
    async fn record_issue(&self, event: TokenEvent, basis: Basis) -> Result<Written, StorageError> {
        during("record_issue", async {
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(Written::BasisChanged);
            }
            transaction.append_token_event(event).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }

    async fn record_event(&self, event: TokenEvent) -> Result<(), StorageError> {
        during("record_event", async {
            let transaction = self.store.begin().await?;
            transaction.append_token_event(event).await?;
            transaction.commit().await
        })
        .await
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        during("record_audit", async {
            let transaction = self.store.begin().await?;
            transaction.append_audit(audit).await?;
            transaction.commit().await
        })
        .await
    }
}
