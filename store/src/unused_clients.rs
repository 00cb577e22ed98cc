//! Clients that strangers made and nobody uses: they make room for others, and end in time.

use domain::{
    client::{Client, ClientStatus},
    clock::Timestamp,
    id::UserId,
    workspace::Workspace,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, Query, SelectStatement},
};

use crate::{
    Access, Error, Housekeeping, WorkspaceStore,
    column::Coded as _,
    entity::{
        client::{Column, Entity},
        client_figure, client_registration, consent, token_family, workspace,
    },
};

/// Milliseconds in an hour.
const HOUR: i64 = 3_600_000;
/// For how many seconds what a client got counts as use: whoever runs once in a month is no stranger who came once.
const USE_COUNTS_FOR: i64 = 30 * 24 * 3600;

/// How strangers came to make a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// By a document that they publish.
    Document,
    /// By registering without an initial access token.
    OpenRegistration,
}

impl MadeBy {
    fn condition(self) -> Condition {
        match self {
            Self::Document => Condition::all().add(Column::Document.is_not_null()),
            Self::OpenRegistration => {
                let here = Expr::col((client_registration::Entity, client_registration::Column::ClientId)).equals((Entity, Column::Id));
                let mut open = Query::select();
                open.expr(Expr::val(1)).from(client_registration::Entity).and_where(here);
                open.and_where(client_registration::Column::InitialAccessToken.is_null());
                Condition::all().add(Expr::exists(open))
            }
        }
    }
}

/// Those that were made before a time, and that have no consent, no refresh tokens that work, and no access token that is counted in the last month. One
/// that an administrator has changed is kept. One that an administrator has disabled stays: without it, the same document would be a client again.
fn unused(made_before: Timestamp, now: Timestamp) -> Condition {
    Condition::all()
        .add(Column::CreatedAt.lt(made_before.as_millis()))
        .add(Column::Status.eq(ClientStatus::Active.code()))
        .add(Column::Kept.eq(false))
        .add(Expr::exists(consents()).not())
        .add(Expr::exists(live_families(now)).not())
        .add(Expr::exists(uses(now.plus_seconds(-USE_COUNTS_FOR))).not())
}

/// The families of the client that are live.
fn live_families(now: Timestamp) -> SelectStatement {
    let mut families = Query::select();
    families.expr(Expr::val(1)).from(token_family::Entity);
    families.and_where(Expr::col((token_family::Entity, token_family::Column::ClientId)).equals((Entity, Column::Id)));
    families.cond_where(token_family::is_live(now));
    families
}

/// What the client got since this time, hour by hour.
fn uses(since: Timestamp) -> SelectStatement {
    let mut figures = Query::select();
    figures.expr(Expr::val(1)).from(client_figure::Entity);
    figures.and_where(Expr::col((client_figure::Entity, client_figure::Column::WorkspaceId)).equals((Entity, Column::WorkspaceId)));
    figures.and_where(Expr::col((client_figure::Entity, client_figure::Column::ClientId)).equals((Entity, Column::Id)));
    figures.and_where(client_figure::Column::Hour.gte(since.as_millis().div_euclid(HOUR)));
    // A refusal is no use.
    figures.and_where(client_figure::Column::Reason.eq(""));
    figures
}

/// The consents to the client.
fn consents() -> SelectStatement {
    let mut consents = Query::select();
    consents.expr(Expr::val(1)).from(consent::Entity);
    consents.and_where(Expr::col((consent::Entity, consent::Column::ClientId)).equals((Entity, Column::Id)));
    consents
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the oldest client that strangers made in this way before a time, and that nobody uses.
    pub async fn find_unused_client(&self, made_by: MadeBy, made_before: Timestamp, now: Timestamp) -> Result<Option<Client>, Error> {
        let found = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(made_by.condition())
            .filter(unused(made_before, now))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id);
        found.one(self.connection).await?.map(Client::try_from).transpose()
    }

    /// Counts the clients with documents that this user has agreed to, and nobody else.
    pub async fn count_documents_of_user_alone(&self, user: UserId) -> Result<u64, Error> {
        let own = consents().and_where(consent::Column::UserId.eq(user.as_uuid())).to_owned();
        let others = consents().and_where(consent::Column::UserId.ne(user.as_uuid())).to_owned();
        let theirs = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Document.is_not_null())
            .filter(Expr::exists(own))
            .filter(Expr::exists(others).not());
        Ok(theirs.count(self.connection).await?)
    }
}

impl Housekeeping {
    /// Returns some workspaces with a client that strangers made before a time, and that nobody has used since.
    pub async fn workspaces_with_unused_clients(&self, made_before: Timestamp, most: u64) -> Result<Vec<Workspace>, Error> {
        let by_strangers = Condition::any().add(MadeBy::Document.condition()).add(MadeBy::OpenRegistration.condition());
        let some = Entity::find()
            .select_only()
            .column(Column::WorkspaceId)
            .distinct()
            .filter(by_strangers)
            .filter(unused(made_before, self.now))
            .limit(most);
        let transaction = self.begin().await?;
        let found = workspace::Entity::find().filter(workspace::Column::Id.in_subquery(some.into_query()));
        let found = found.all(transaction.connection()).await?;
        transaction.commit().await?;
        found.into_iter().map(Workspace::try_from).collect()
    }
}
