//! The token families of a workspace, as an administrator sees them.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    family::FamilySummary,
    id::{ClientId, FamilyId, UserId},
    page::{COUNTED_UP_TO, Counted, Page, Window},
    scope::OFFLINE_ACCESS,
    view::FamilyFilter,
};
use engine::family::Family;
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait,
    Select,
    prelude::Uuid,
    sea_query::{Asterisk, Expr, ExprTrait, Func, Query},
};

use super::filter::{Wanted, has_scope, wanted};
use crate::{
    Access, Error, WorkspaceStore,
    batch::{Batch, among, texts_by_id},
    entity::{
        token_family::{Column, Entity, is_live},
        user,
    },
    paging::{Searched, count_found, read, search, searched_page},
};

/// How many families of a user are live at a client.
#[derive(Debug, Clone, Copy)]
pub struct LiveAtClient {
    /// The client.
    pub client: ClientId,
    /// All of them, as far as they were counted.
    pub live: u64,
    /// Those of them that end with a login session.
    pub bound_to_session: u64,
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn families(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// Returns a page of the families that match a filter, newest first. A page with others beside it may have few of them, or none: it was
    /// looked no further.
    pub async fn list_families(
        &self,
        filter: &FamilyFilter,
        window: Window<FamilyId>,
        now: Timestamp,
    ) -> Result<Page<FamilySummary>, Error> {
        let window = window.map(FamilyId::as_uuid);
        let Wanted { found, among } = wanted(filter, now);
        let Searched { rows, ended_at } =
            search(self.connection, self.families().filter(found), among, Column::Id, &Order::Desc, &window).await?;
        let families = self.summaries(read(rows)?).await?;
        let named = |id| FamilyId::from_uuid(id).to_string();
        Ok(searched_page(families, ended_at, &window, named, |family| family.id.as_uuid()))
    }

    /// Returns the family with this identifier.
    pub async fn find_family(&self, id: FamilyId) -> Result<Option<FamilySummary>, Error> {
        let row = self.families().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?;
        let family = row.map(Family::try_from).transpose()?;
        Ok(self.summaries(family.into_iter().collect()).await?.pop())
    }

    /// Returns those of these families that there are, in the order of their identifiers. They are few: a page of a list at most.
    pub async fn find_families(&self, ids: &[FamilyId]) -> Result<Vec<FamilySummary>, Error> {
        let these = among(Some(ids), Column::Id, |id| id.as_uuid());
        let rows = self.families().filter(these).order_by_asc(Column::Id).all(self.connection).await?;
        self.summaries(read(rows)?).await
    }

    /// Counts the families that match a filter up to [`domain::page::COUNTED_UP_TO`].
    pub async fn count_some_families(&self, filter: &FamilyFilter, now: Timestamp) -> Result<Counted, Error> {
        let Wanted { found, among } = wanted(filter, now);
        count_found(self.connection, self.families().filter(found), among, Column::Id, &Order::Desc).await
    }

    /// Counts all live families of the workspace, before they end.
    pub async fn count_live_families(&self, now: Timestamp) -> Result<u64, Error> {
        Ok(self.families().filter(is_live(now)).count(self.connection).await?)
    }

    /// Counts the live families of each of these clients that has any, before they end.
    pub async fn count_live_families_of(&self, clients: &[ClientId], now: Timestamp) -> Result<HashMap<ClientId, u64>, Error> {
        let mut counted = HashMap::new();
        for clients in Batch::split(clients) {
            let counts = self
                .families()
                .filter(clients.contains(Column::ClientId, |client| client.as_uuid()))
                .filter(is_live(now))
                .select_only()
                .column(Column::ClientId)
                .column_as(Column::Id.count(), "live")
                .group_by(Column::ClientId);
            let counts: Vec<(Uuid, i64)> = counts.into_tuple().all(self.connection).await?;
            let of_each = counts.into_iter().map(|(client, live)| (ClientId::from_uuid(client), u64::try_from(live).unwrap_or_default()));
            counted.extend(of_each);
        }
        Ok(counted)
    }

    /// Counts those of a client's live families that were issued on `offline_access`, among [`COUNTED_UP_TO`] + 1 of them at most: their
    /// scopes are in no index.
    pub async fn count_some_offline_families(&self, client: ClientId, now: Timestamp) -> Result<u64, Error> {
        let live = self.families().filter(Column::ClientId.eq(client.as_uuid())).filter(is_live(now));
        let looked_at = live.select_only().column(Column::Scopes).limit(COUNTED_UP_TO + 1).into_query();
        let query = Query::select()
            .expr_as(Func::count(Expr::col(Asterisk)), "offline")
            .from_subquery(looked_at, "some")
            .and_where(has_scope(OFFLINE_ACCESS))
            .to_owned();
        let row = self.connection.query_one(&query).await?;
        let many: i64 = row.map(|row| row.try_get("", "offline")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(many).unwrap_or_default())
    }

    fn live_families_of(&self, user: UserId, now: Timestamp) -> Select<Entity> {
        self.families().filter(Column::UserId.eq(user.as_uuid())).filter(is_live(now))
    }

    /// Counts the live families of a user at each client, up to [`COUNTED_UP_TO`] in all; one more in all where there are more.
    pub async fn count_some_live_families_by_client(&self, user: UserId, now: Timestamp) -> Result<Vec<LiveAtClient>, Error> {
        let some = self.live_families_of(user, now).select_only().columns([Column::ClientId, Column::EndsWithSession]);
        let ends_with_session = Expr::case(Expr::col(Column::EndsWithSession).eq(true), 1).finally(0);
        let counts = Query::select()
            .column(Column::ClientId)
            .expr_as(Func::count(Expr::col(Asterisk)), "live")
            .expr_as(Func::sum(ends_with_session), "bound")
            .from_subquery(some.limit(COUNTED_UP_TO + 1).into_query(), "some")
            .group_by_col(Column::ClientId)
            .to_owned();
        let number = |row: &QueryResult, column| Ok::<_, DbErr>(u64::try_from(row.try_get::<i64>("", column)?).unwrap_or_default());
        let rows = self.connection.query_all(&counts).await?;
        let at = rows.iter().map(|row| {
            Ok(LiveAtClient {
                client: ClientId::from_uuid(row.try_get("", "client_id")?),
                live: number(row, "live")?,
                bound_to_session: number(row, "bound")?,
            })
        });
        at.collect()
    }

    /// Returns the clients that have live families of a user.
    pub async fn list_clients_of_live_families(&self, user: UserId, now: Timestamp) -> Result<Vec<ClientId>, Error> {
        let clients = self.live_families_of(user, now).select_only().column(Column::ClientId).distinct();
        let clients: Vec<Uuid> = clients.into_tuple().all(self.connection).await?;
        Ok(clients.into_iter().map(ClientId::from_uuid).collect())
    }

    /// Returns families with the names of their clients and users.
    async fn summaries(&self, families: Vec<Family>) -> Result<Vec<FamilySummary>, Error> {
        let clients = self.client_names(families.iter().map(|family| family.authorization.client_id)).await?;
        // Deleted users have no name any more.
        let here = Condition::all().add(user::Column::WorkspaceId.eq(self.id())).add(user::Column::DeletedAt.is_null());
        let columns = [user::Column::Id, user::Column::Identifier];
        let of = families.iter().map(|family| family.authorization.user_id.as_uuid());
        let users = texts_by_id::<user::Entity>(self.connection, here, columns, of).await?;
        let summaries = families.into_iter().map(|Family { authorization, position }| {
            let (expires_at, ends_by) = position.end();
            FamilySummary {
                id: authorization.id,
                client_name: clients.get(&authorization.client_id).cloned().unwrap_or_default(),
                client_id: authorization.client_id,
                user_identifier: users.get(&authorization.user_id.as_uuid()).cloned(),
                user_id: authorization.user_id,
                scopes: authorization.scopes,
                generation: position.generation,
                created_at: authorization.created_at,
                last_used_at: position.last_used_at,
                expires_at,
                ends_by,
                ends_with_session: authorization.ends_with_session,
                bound_to: authorization.bound_to,
                resources: authorization.resources,
                authorization_details: authorization.authorization_details,
                revoked: position.revoked,
            }
        });
        Ok(summaries.collect())
    }
}
