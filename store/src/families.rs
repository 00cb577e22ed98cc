//! Token families of a workspace, as an administrator sees and ends them.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    family::{FamilyState, FamilySummary, Revocation},
    id::{ClientId, FamilyId, UserId},
    page::Page,
    scope::OFFLINE_ACCESS,
    view::FamilyFilter,
};
use engine::family::Family;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{BinOper, Expr, ExprTrait},
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    entity::{
        authorization_code,
        token_family::{ActiveModel, Column, Entity, live, reason_number},
        user,
    },
    paging::{ROWS, holding, page, read},
};

/// Whose families are ended.
#[derive(Debug, Clone, Copy)]
pub enum FamiliesOf<'a> {
    /// This one.
    Itself(FamilyId),
    /// Those of a client, of a user, or of a user at a client; all of the workspace where neither is named.
    Owner(Option<ClientId>, Option<UserId>),
    /// Those of a user at these clients, and those that end with a login session wherever they are.
    UserAt(UserId, &'a [ClientId]),
}

impl FamiliesOf<'_> {
    /// All of a client.
    pub const fn client(client: ClientId) -> Self {
        Self::Owner(Some(client), None)
    }

    /// All of a user.
    pub const fn user(user: UserId) -> Self {
        Self::Owner(None, Some(user))
    }

    fn condition(self) -> Condition {
        match self {
            Self::Itself(family) => Condition::all().add(Column::Id.eq(family.as_uuid())),
            Self::Owner(client, user) => Condition::all()
                .add_option(client.map(|client| Column::ClientId.eq(client.as_uuid())))
                .add_option(user.map(|user| Column::UserId.eq(user.as_uuid()))),
            Self::UserAt(user, clients) => Condition::all().add(Column::UserId.eq(user.as_uuid())).add(
                Condition::any()
                    .add(Column::ClientId.is_in(clients.iter().map(|client| client.as_uuid())))
                    .add(Column::EndsWithSession.eq(true)),
            ),
        }
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn families(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// The families of a filter, the newest first.
    pub async fn list_families(&self, filter: FamilyFilter, after: Option<FamilyId>, now: Timestamp) -> Result<Page<FamilySummary>, Error> {
        let mut wanted = condition(filter, now);
        if let Some(after) = after {
            wanted = wanted.add(Column::Id.lt(after.as_uuid()));
        }
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

    /// How many a filter finds.
    pub async fn count_families(&self, filter: FamilyFilter, now: Timestamp) -> Result<u64, Error> {
        Ok(self.families().filter(condition(filter, now)).count(self.connection).await?)
    }

    /// How many of these live.
    pub async fn count_live_families_of(&self, of: FamiliesOf<'_>, now: Timestamp) -> Result<u64, Error> {
        Ok(self.families().filter(of.condition()).filter(live(now)).count(self.connection).await?)
    }

    /// How many live, of one client or of all.
    pub async fn count_live_families(&self, client: Option<ClientId>, now: Timestamp) -> Result<u64, Error> {
        self.count_families(FamilyFilter { client, state: Some(FamilyState::Live), ..FamilyFilter::default() }, now).await
    }

    /// How many of a client's live families were issued on `offline_access`.
    pub async fn count_offline_families(&self, client: ClientId, now: Timestamp) -> Result<u64, Error> {
        // As a word of its own: a scope of somebody's may hold the word.
        let scopes = Expr::val(" ").binary(BinOper::Custom("||"), Expr::col(Column::Scopes)).binary(BinOper::Custom("||"), " ");
        let query = self.families().filter(Column::ClientId.eq(client.as_uuid())).filter(live(now));
        Ok(query.filter(scopes.like(holding(&format!(" {OFFLINE_ACCESS} ")))).count(self.connection).await?)
    }

    /// How many families of a user live at each client.
    pub async fn count_live_families_by_client(&self, user: UserId, now: Timestamp) -> Result<Vec<(ClientId, u64)>, Error> {
        let query = self.families().filter(Column::UserId.eq(user.as_uuid())).filter(live(now));
        count_by_client(query, self.connection).await
    }

    /// Families with the names of their clients and users.
    async fn summaries(&self, families: Vec<Family>) -> Result<Vec<FamilySummary>, Error> {
        let clients = self.client_names(families.iter().map(|family| family.client_id)).await?;
        let users: Vec<(Uuid, String)> = user::Entity::find()
            .select_only()
            .columns([user::Column::Id, user::Column::Identifier])
            .filter(user::Column::WorkspaceId.eq(self.id()))
            .filter(user::Column::Id.is_in(families.iter().map(|family| family.user_id.as_uuid())))
            .into_tuple()
            .all(self.connection)
            .await?;
        let users: HashMap<_, _> = users.into_iter().collect();
        let summaries = families.into_iter().map(|family| {
            let (expires_at, ends_by) = family.end();
            FamilySummary {
                id: family.id,
                client_name: clients.get(&family.client_id).cloned().unwrap_or_default(),
                client_id: family.client_id,
                user_identifier: users.get(&family.user_id.as_uuid()).cloned().unwrap_or_default(),
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

/// What a filter asks for.
fn condition(filter: FamilyFilter, now: Timestamp) -> Condition {
    let owned = FamiliesOf::Owner(filter.client, filter.user).condition();
    match filter.state {
        Some(FamilyState::Live) => owned.add(live(now)),
        Some(FamilyState::Expired) => owned.add(Column::RevokedAt.is_null()).add(live(now).not()),
        Some(FamilyState::Revoked) => owned.add(Column::RevokedAt.is_not_null()),
        None => owned,
    }
}

/// How many rows of a query belong to each client.
pub(crate) async fn count_by_client(query: Select<Entity>, connection: &impl ConnectionTrait) -> Result<Vec<(ClientId, u64)>, Error> {
    let counts: Vec<(Uuid, i64)> = query
        .select_only()
        .column(Column::ClientId)
        .column_as(Column::Id.count(), "families")
        .group_by(Column::ClientId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counts.into_iter().map(|(client, count)| (ClientId::from_uuid(client), u64::try_from(count).unwrap_or_default())).collect())
}

impl WorkspaceStore<'_, Writing> {
    /// Forgets the codes that could still begin a family of these. What follows finds every family that there will be of them: an
    /// exchange that was quicker has committed its family by then, and a slower one finds no code.
    pub async fn forget_codes(&self, client: Option<ClientId>, user: Option<UserId>) -> Result<(), Error> {
        let owned = Condition::all()
            .add_option(client.map(|client| authorization_code::Column::ClientId.eq(client.as_uuid())))
            .add_option(user.map(|user| authorization_code::Column::UserId.eq(user.as_uuid())));
        authorization_code::Entity::delete_many()
            .filter(authorization_code::Column::WorkspaceId.eq(self.id()))
            .filter(owned)
            .filter(authorization_code::Column::RedeemedAt.is_null())
            .exec(self.connection)
            .await?;
        Ok(())
    }

    /// Ends those families that live, and the codes that could still begin one. Returns the families that it ended.
    pub async fn end_families(&self, of: FamiliesOf<'_>, revocation: Revocation) -> Result<Vec<Family>, Error> {
        match of {
            FamiliesOf::Itself(_) => {}
            FamiliesOf::Owner(client, user) => self.forget_codes(client, user).await?,
            FamiliesOf::UserAt(user, _) => self.forget_codes(None, Some(user)).await?,
        }
        let ended = self.lock_live(of.condition(), revocation.at).await?;
        Entity::update_many()
            .set(ActiveModel {
                revoked_at: Set(Some(revocation.at.as_millis())),
                revocation_reason: Set(Some(reason_number(revocation.reason))),
                ..Default::default()
            })
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(of.condition())
            .filter(live(revocation.at))
            .exec(self.connection)
            .await?;
        Ok(ended)
    }

    /// The live families that fulfil a condition, the oldest first, which nobody else changes before the end of the transaction. The
    /// order keeps two transactions from waiting for one another.
    async fn lock_live(&self, condition: Condition, now: Timestamp) -> Result<Vec<Family>, Error> {
        let query = self.families().filter(condition).filter(live(now)).order_by_asc(Column::Id).lock_exclusive();
        read(query.all(self.connection).await?)
    }
}
