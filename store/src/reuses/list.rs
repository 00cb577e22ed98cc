//! Reuses as administrators see them.

use domain::{
    clock::Timestamp,
    id::{FamilyId, TokenEventId},
    page::{Page, Window},
    reuse::{Reuse, ReuseFilter, ReuseLine},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{
    Access, Error, WorkspaceStore,
    batch::{among, texts_by_id},
    counts::count_some,
    entity::{
        reuse::{Column, Entity},
        user,
    },
    events::first_at,
    paging::{Searched, read, search, searched_page},
};

impl<C: Access> WorkspaceStore<'_, C> {
    pub(super) fn reuses(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// Returns a page of the reuses that match a filter, newest first. A page with a cursor may have few of them, or none: it was looked no further.
    pub async fn list_reuses(&self, filter: &ReuseFilter, window: Window<TokenEventId>) -> Result<Page<ReuseLine>, Error> {
        // Destructured, so that a new field does not compile before it is asked for.
        let ReuseFilter { client, user, family, handled, since, until } = *filter;
        let window = window.map(TokenEventId::as_uuid);
        let marked = handled.map(|handled| if handled { Column::HandledAt.is_not_null() } else { Column::HandledAt.is_null() });
        let found = Condition::all()
            .add_option(client.map(|client| Column::ClientId.eq(client.as_uuid())))
            .add_option(user.map(|user| Column::UserId.eq(user.as_uuid())))
            .add_option(family.map(|family| Column::FamilyId.eq(family.as_uuid())))
            .add_option(since.map(|since| Column::Id.gte(first_at(since))))
            .add_option(until.map(|until| Column::Id.lt(first_at(until))));
        // There is an index of those of a workspace that are marked, and of those that are not; none of those of a client or a user.
        let (found, among) = if client.is_some() || user.is_some() {
            (found, marked.map(|marked| Condition::all().add(marked)))
        } else {
            (found.add_option(marked), None)
        };
        let Searched { rows, ended_at } =
            search(self.connection, self.reuses().filter(found), among, Column::Id, &Order::Desc, &window).await?;
        let lines = self.reuse_lines(read(rows)?).await?;
        let named = |id| TokenEventId::from_uuid(id).to_string();
        Ok(searched_page(lines, ended_at, &window, named, |line: &ReuseLine| line.reuse.id.as_uuid()))
    }

    /// Counts the reuses since a point in time that nobody has handled, up to [`domain::page::COUNTED_UP_TO`].
    pub async fn count_some_open_reuses(&self, since: Timestamp) -> Result<u64, Error> {
        let open = self.reuses().filter(Column::HandledAt.is_null()).filter(Column::Id.gte(first_at(since)));
        count_some(open, self.connection).await
    }

    /// Returns the reuse with this identifier.
    pub async fn find_reuse(&self, id: TokenEventId) -> Result<Option<ReuseLine>, Error> {
        Ok(self.find_reuses(&[id]).await?.pop())
    }

    /// Returns those of these reuses that there are, newest first. They are few: a page of a list at most.
    pub async fn find_reuses(&self, ids: &[TokenEventId]) -> Result<Vec<ReuseLine>, Error> {
        let these = among(Some(ids), Column::Id, |id| id.as_uuid());
        let rows = self.reuses().filter(these).order_by_desc(Column::Id).all(self.connection).await?;
        self.reuse_lines(read(rows)?).await
    }

    /// Returns the reuses of families, newest first. They are few: a page of a list at most.
    pub async fn find_reuses_of(&self, families: &[FamilyId]) -> Result<Vec<ReuseLine>, Error> {
        let these = among(Some(families), Column::FamilyId, |id| id.as_uuid());
        let rows = self.reuses().filter(these).order_by_desc(Column::Id).limit(families.len() as u64).all(self.connection).await?;
        self.reuse_lines(read(rows)?).await
    }

    /// Returns reuses with the names of their clients and users.
    async fn reuse_lines(&self, reuses: Vec<Reuse>) -> Result<Vec<ReuseLine>, Error> {
        if reuses.is_empty() {
            return Ok(Vec::new());
        }
        let clients = self.client_names(reuses.iter().map(|reuse| reuse.client_id)).await?;
        // Deleted users have no name any more.
        let here = Condition::all().add(user::Column::WorkspaceId.eq(self.id())).add(user::Column::DeletedAt.is_null());
        let (columns, of) = ([user::Column::Id, user::Column::Identifier], reuses.iter().map(|reuse| reuse.user_id.as_uuid()));
        let users = texts_by_id::<user::Entity>(self.connection, here, columns, of).await?;
        let lines = reuses.into_iter().map(|reuse| ReuseLine {
            client_name: clients.get(&reuse.client_id).cloned().unwrap_or_default(),
            user_identifier: users.get(&reuse.user_id.as_uuid()).cloned(),
            reuse,
        });
        Ok(lines.collect())
    }
}
