//! Token families of a workspace, as an administrator sees and ends them.

use std::collections::{HashMap, HashSet};

use domain::{
    clock::Timestamp,
    family::{FamilyState, FamilySummary, Revocation},
    id::{ClientId, FamilyId, UserId},
    lifetime::AccessTokenTtl,
    page::Page,
    scope::OFFLINE_ACCESS,
    token_event::TokenEventKind,
    view::FamilyFilter,
};
use engine::{family::Family, storage::EventIds};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Uuid,
    sea_query::{BinOper, Expr, ExprTrait},
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    at_once::texts_of,
    endings::{Owner, deny_access_tokens, end_families, forget_codes},
    entity::{
        client, token_event,
        token_family::{Column, Entity, live},
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
    /// None of this user, whose codes end all the same.
    NoneOf(UserId),
    /// Those of a user at these clients, and those that end with a login session wherever they are.
    UserAt(UserId, &'a HashSet<ClientId>),
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

    /// The families among which they are.
    pub(crate) fn condition(self) -> Condition {
        match self {
            Self::Itself(family) => Condition::all().add(Column::Id.eq(family.as_uuid())),
            Self::Owner(client, user) => Condition::all()
                .add_option(client.map(|client| Column::ClientId.eq(client.as_uuid())))
                .add_option(user.map(|user| Column::UserId.eq(user.as_uuid()))),
            Self::UserAt(user, _) | Self::NoneOf(user) => Condition::all().add(Column::UserId.eq(user.as_uuid())),
        }
    }

    /// Whether this one of them is meant.
    fn chooses(self, family: &Family) -> bool {
        match self {
            Self::Itself(_) | Self::Owner(..) => true,
            Self::NoneOf(_) => false,
            Self::UserAt(_, clients) => family.ends_with_session || clients.contains(&family.client_id),
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

    /// How many families of a user live at each client, and how many of those end with a login session.
    pub async fn count_live_families_by_client(&self, user: UserId, now: Timestamp) -> Result<Vec<LiveAtClient>, Error> {
        let of_user = || self.families().filter(Column::UserId.eq(user.as_uuid())).filter(live(now));
        let bound = count_by_client(of_user().filter(Column::EndsWithSession.eq(true)), self.connection).await?;
        let bound: HashMap<_, _> = bound.into_iter().collect();
        let all = count_by_client(of_user(), self.connection).await?;
        let at = |(client, live)| LiveAtClient { client, live, bound_to_session: bound.get(&client).copied().unwrap_or_default() };
        Ok(all.into_iter().map(at).collect())
    }

    /// Families with the names of their clients and users.
    async fn summaries(&self, families: Vec<Family>) -> Result<Vec<FamilySummary>, Error> {
        let clients = self.client_names(families.iter().map(|family| family.client_id)).await?;
        // Those who were deleted have no name any more.
        let here = Condition::all().add(user::Column::WorkspaceId.eq(self.id())).add(user::Column::DeletedAt.is_null());
        let columns = [user::Column::Id, user::Column::Identifier];
        let of = families.iter().map(|family| family.user_id.as_uuid());
        let users = texts_of::<user::Entity>(self.connection, here, columns, of).await?;
        let summaries = families.into_iter().map(|family| {
            let (expires_at, ends_by) = family.end();
            FamilySummary {
                id: family.id,
                client_name: clients.get(&family.client_id).cloned().unwrap_or_default(),
                client_id: family.client_id,
                user_identifier: users.get(&family.user_id.as_uuid()).cloned(),
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

/// How many families of a user live at a client.
#[derive(Debug, Clone, Copy)]
pub struct LiveAtClient {
    /// The client.
    pub client: ClientId,
    /// All of them.
    pub live: u64,
    /// Those of them that end with a login session.
    pub bound_to_session: u64,
}

/// What was ended by an administrator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EndedTokens {
    /// Live families.
    pub families: u64,
    /// Live access tokens that came without one.
    pub access_tokens: u64,
    /// Access tokens that clients got for themselves; some of them may have been over.
    pub own_access_tokens: u64,
}

impl EndedTokens {
    /// Whether there was nothing to end.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Ends those families that live, each with its event, and what else was issued to their owner: codes that could still begin one, and
    /// access tokens that came without one.
    pub async fn end_families(&self, of: FamiliesOf<'_>, end: Revocation, event_ids: EventIds) -> Result<EndedTokens, Error> {
        let mut ended = EndedTokens::default();
        let owner = |client, user| Owner { workspace: self.workspace().id, client, user };
        match of {
            FamiliesOf::Itself(_) => {}
            FamiliesOf::Owner(client, user) => {
                forget_codes(self.connection, owner(client, user)).await?;
                ended.access_tokens = deny_access_tokens(self.connection, owner(client, user), end.at).await?;
                if user.is_none() {
                    ended.own_access_tokens = self.end_own_access_tokens(client, end.at).await?;
                }
            }
            // Where sessions have ended, access tokens that came without a family have ended with them.
            FamiliesOf::UserAt(user, _) | FamiliesOf::NoneOf(user) => {
                forget_codes(self.connection, owner(None, Some(user))).await?;
            }
        }
        let chosen = |family: &Family| of.chooses(family);
        let workspace = self.workspace().id;
        ended.families = end_families(self.connection, workspace, of.condition(), chosen, end, &mut event_ids.iter()).await?;
        Ok(ended)
    }

    /// Ends all access tokens that a client, or each of the workspace, got for itself. Returns how many may still have lived.
    async fn end_own_access_tokens(&self, client: Option<ClientId>, now: Timestamp) -> Result<u64, Error> {
        let since = now.plus_seconds(-AccessTokenTtl::LONGEST.as_seconds());
        let issued = token_event::Entity::find()
            .filter(token_event::Column::WorkspaceId.eq(self.id()))
            .filter(token_event::Column::Kind.eq(TokenEventKind::ClientCredentials.code()))
            .filter(token_event::Column::At.gt(since.as_millis()))
            .filter(Condition::all().add_option(client.map(|client| token_event::Column::ClientId.eq(client.as_uuid()))));
        let issued = issued.count(self.connection).await?;
        if issued == 0 {
            return Ok(0);
        }
        client::Entity::update_many()
            .col_expr(client::Column::Epoch, Expr::col(client::Column::Epoch).add(1))
            .filter(client::Column::WorkspaceId.eq(self.id()))
            .filter(Condition::all().add_option(client.map(|client| client::Column::Id.eq(client.as_uuid()))))
            .exec(self.connection)
            .await?;
        Ok(issued)
    }
}
