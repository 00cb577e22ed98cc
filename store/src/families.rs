//! Token families of a workspace, as an administrator sees and ends them.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    family::{FamilyState, FamilySummary, Revocation},
    id::{ClientId, FamilyId, UserId},
    page::Page,
    view::FamilyFilter,
};
use engine::family::Family;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid,
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    entity::{
        authorization_code, client,
        token_family::{ActiveModel, Column, Entity, live, reason_number},
        user,
    },
    paging::{ROWS, page, read},
};

/// Which families are ended.
#[derive(Debug, Clone, Copy)]
pub enum FamiliesOf {
    /// This one.
    Itself(FamilyId),
    /// All of a client.
    Client(ClientId),
    /// All of a user.
    User(UserId),
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn families(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// The families of a filter, the newest first.
    pub async fn list_families(&self, filter: FamilyFilter, after: Option<FamilyId>, now: Timestamp) -> Result<Page<FamilySummary>, Error> {
        let mut wanted = Condition::all();
        if let Some(client) = filter.client {
            wanted = wanted.add(Column::ClientId.eq(client.as_uuid()));
        }
        if let Some(user) = filter.user {
            wanted = wanted.add(Column::UserId.eq(user.as_uuid()));
        }
        if let Some(after) = after {
            wanted = wanted.add(Column::Id.lt(after.as_uuid()));
        }
        wanted = match filter.state {
            Some(FamilyState::Live) => wanted.add(live(now)),
            Some(FamilyState::Expired) => wanted.add(Column::RevokedAt.is_null()).add(live(now).not()),
            Some(FamilyState::Revoked) => wanted.add(Column::RevokedAt.is_not_null()),
            None => wanted,
        };
        let rows = self.families().filter(wanted).order_by_desc(Column::Id).limit(ROWS).all(self.connection).await?;
        let families = self.summaries(read(rows)?).await?;
        Ok(page(families, None, |family| family.id.to_string()))
    }

    /// The family of this identifier.
    pub async fn find_family(&self, id: FamilyId) -> Result<Option<FamilySummary>, Error> {
        let row = self.families().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?;
        let family = row.map(Family::try_from).transpose()?;
        Ok(self.summaries(family.into_iter().collect()).await?.pop())
    }

    /// How many live, of one client or of all.
    pub async fn count_live_families(&self, client: Option<ClientId>, now: Timestamp) -> Result<u64, Error> {
        let query = match client {
            Some(client) => self.families().filter(Column::ClientId.eq(client.as_uuid())),
            None => self.families(),
        };
        Ok(query.filter(live(now)).count(self.connection).await?)
    }

    /// Families with the names of their clients and users.
    async fn summaries(&self, families: Vec<Family>) -> Result<Vec<FamilySummary>, Error> {
        let clients: Vec<(Uuid, String)> = client::Entity::find()
            .select_only()
            .columns([client::Column::Id, client::Column::Name])
            .filter(client::Column::WorkspaceId.eq(self.id()))
            .filter(client::Column::Id.is_in(families.iter().map(|family| family.client_id.as_uuid())))
            .into_tuple()
            .all(self.connection)
            .await?;
        let users: Vec<(Uuid, String)> = user::Entity::find()
            .select_only()
            .columns([user::Column::Id, user::Column::Identifier])
            .filter(user::Column::WorkspaceId.eq(self.id()))
            .filter(user::Column::Id.is_in(families.iter().map(|family| family.user_id.as_uuid())))
            .into_tuple()
            .all(self.connection)
            .await?;
        let (clients, users): (HashMap<_, _>, HashMap<_, _>) = (clients.into_iter().collect(), users.into_iter().collect());
        let name = |names: &HashMap<Uuid, String>, id: Uuid| names.get(&id).cloned().unwrap_or_default();
        let summaries = families.into_iter().map(|family| {
            let (expires_at, ends_by) = family.end();
            FamilySummary {
                id: family.id,
                client_name: name(&clients, family.client_id.as_uuid()),
                client_id: family.client_id,
                user_identifier: name(&users, family.user_id.as_uuid()),
                user_id: family.user_id,
                scopes: family.scopes,
                generation: family.generation,
                created_at: family.created_at,
                last_used_at: family.last_used_at,
                expires_at,
                ends_by,
                ends_with_session: family.ends_with_session,
                dpop_jkt: family.dpop_jkt,
                resources: family.resources,
                revoked: family.revoked,
            }
        });
        Ok(summaries.collect())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Ends those families that live, and the codes that could still begin one. Returns the families that it ended.
    pub async fn end_families(&self, of: FamiliesOf, revocation: Revocation) -> Result<Vec<Family>, Error> {
        // Codes first: an exchange that was quicker has committed its family by then, and a slower one finds no code.
        let codes = match of {
            FamiliesOf::Itself(_) => None,
            FamiliesOf::Client(client) => Some(authorization_code::Column::ClientId.eq(client.as_uuid())),
            FamiliesOf::User(user) => Some(authorization_code::Column::UserId.eq(user.as_uuid())),
        };
        if let Some(codes) = codes {
            authorization_code::Entity::delete_many()
                .filter(authorization_code::Column::WorkspaceId.eq(self.id()))
                .filter(codes)
                .filter(authorization_code::Column::RedeemedAt.is_null())
                .exec(self.connection)
                .await?;
        }
        let ended = Entity::update_many()
            .set(ActiveModel {
                revoked_at: Set(Some(revocation.at.as_millis())),
                revocation_reason: Set(Some(reason_number(revocation.reason))),
                ..Default::default()
            })
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(match of {
                FamiliesOf::Itself(family) => Column::Id.eq(family.as_uuid()),
                FamiliesOf::Client(client) => Column::ClientId.eq(client.as_uuid()),
                FamiliesOf::User(user) => Column::UserId.eq(user.as_uuid()),
            })
            .filter(live(revocation.at))
            .exec_with_returning(self.connection)
            .await?;
        read(ended)
    }
}
