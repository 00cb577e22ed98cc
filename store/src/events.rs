//! Events of the token engine, as an administrator sees them.

use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId},
    token_event::TokenEvent,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    Access, Error, WorkspaceStore,
    at_once::AtOnce,
    entity::token_event::{Column, Entity},
    paging::read,
};

/// Which events are decisions and refusals: as the index over them has it, to the letter.
const DECISIONS: &str = "kind IN ('issued', 'withheld', 'refused', 'reused')";
/// How many events of a family are shown.
const SHOWN: u64 = 100;

impl<C: Access> WorkspaceStore<'_, C> {
    /// What happened to a family lately, the newest first.
    pub async fn list_family_events(&self, family: FamilyId) -> Result<Vec<TokenEvent>, Error> {
        let query = Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::FamilyId.eq(family.as_uuid()));
        read(query.order_by_desc(Column::Id).limit(SHOWN).all(self.connection).await?)
    }

    /// What a client was lately answered at the token endpoint, the newest first: its decisions and refusals, not its refreshes.
    pub async fn list_decisions(&self, client: ClientId, most: u64) -> Result<Vec<TokenEvent>, Error> {
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::ClientId.eq(client.as_uuid()))
            .filter(Expr::cust(DECISIONS));
        read(query.order_by_desc(Column::Id).limit(most).all(self.connection).await?)
    }

    /// The event of this identifier.
    pub async fn find_event(&self, id: TokenEventId) -> Result<Option<TokenEvent>, Error> {
        let query = Entity::find_by_id(id.as_uuid()).filter(Column::WorkspaceId.eq(self.id()));
        query.one(self.connection).await?.map(TokenEvent::try_from).transpose()
    }

    /// How many events of these kinds there were since then; by the codes of [`domain::token_event::TokenEventKind`].
    pub async fn count_events<const N: usize>(&self, kinds: &[&'static str; N], since: Timestamp) -> Result<u64, Error> {
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(AtOnce::few(kinds).holds(Column::Kind, |kind| *kind))
            .filter(Column::At.gt(since.as_millis()));
        Ok(query.count(self.connection).await?)
    }
}
