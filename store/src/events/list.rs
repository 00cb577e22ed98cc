//! The events that administrators see.

use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId},
    lifetime::AccessTokenTtl,
    token_event::TokenEvent,
};
use engine::family::Family;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid,
    sea_query::Expr,
};

use super::{earlier, partitions::first_at};
use crate::{
    Access, Error, WorkspaceStore,
    entity::{
        token_event::{
            Column, Entity,
            kind::{DECISIONS, EXCHANGED},
        },
        token_family,
    },
};

/// How many events of a family are shown.
const SHOWN: u64 = 100;

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the recent events of a family, newest first; none of one that was forgotten.
    pub async fn list_family_events(&self, id: FamilyId) -> Result<Vec<TokenEvent>, Error> {
        let family = token_family::Entity::find_by_id(id.as_uuid()).filter(token_family::Column::WorkspaceId.eq(self.id()));
        let Some(family) = family.one(self.connection).await? else { return Ok(Vec::new()) };
        let family = Family::try_from(family)?.authorization;
        let rows = Entity::find().filter(Column::FamilyId.eq(id.as_uuid())).order_by_desc(Column::Id).limit(SHOWN);
        let rows = rows.all(self.connection).await?;
        let events = rows.into_iter().map(|row| row.event(Some(&family))).collect::<Result<_, Error>>()?;
        Ok(newest(events, earlier::list_family_events(self.connection, self.id(), id, SHOWN).await?, SHOWN))
    }

    /// Returns the recent decisions and refusals of a client at the token endpoint, newest first, without its refreshes.
    pub async fn list_decisions(&self, client: ClientId, most: u64) -> Result<Vec<TokenEvent>, Error> {
        let rows = self.decisions(client).order_by_desc(Column::Id).limit(most).all(self.connection).await?;
        let events = rows.into_iter().map(|row| row.event(None)).collect::<Result<_, Error>>()?;
        Ok(newest(events, earlier::list_decisions(self.connection, self.id(), client, most).await?, most))
    }

    /// Returns the decision or refusal of a client with this identifier.
    pub async fn find_decision(&self, client: ClientId, id: TokenEventId) -> Result<Option<TokenEvent>, Error> {
        match self.decisions(client).filter(Column::Id.eq(id.as_uuid())).one(self.connection).await? {
            Some(row) => row.event(None).map(Some),
            None => earlier::find_decision(self.connection, self.id(), client, id).await,
        }
    }

    fn decisions(&self, client: ClientId) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::ClientId.eq(client.as_uuid())).filter(Expr::cust(DECISIONS))
    }
}

/// Counts the access tokens that a client, or each of a workspace, got for others and that may still be valid.
pub(crate) async fn count_exchanged_tokens(
    connection: &impl ConnectionTrait,
    workspace: Uuid,
    client: Option<ClientId>,
    now: Timestamp,
) -> Result<u64, Error> {
    let issued = Entity::find()
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(Expr::cust(DECISIONS))
        .filter(Column::Kind.eq(EXCHANGED))
        .filter(Column::Id.gte(first_at(now.plus_seconds(-AccessTokenTtl::LONGEST.as_seconds()))))
        .filter(Condition::all().add_option(client.map(|client| Column::ClientId.eq(client.as_uuid()))));
    Ok(issued.count(connection).await?)
}

/// Returns the newest of the events in both tables.
fn newest(mut events: Vec<TokenEvent>, earlier: Vec<TokenEvent>, most: u64) -> Vec<TokenEvent> {
    events.extend(earlier);
    events.sort_by_key(|event| std::cmp::Reverse(event.id));
    events.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    events
}
