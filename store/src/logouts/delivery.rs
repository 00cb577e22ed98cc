//! The delivery of sign-outs: one node at a time tells a client, one session after the other.

use std::sync::Arc;

use domain::{
    audit::AuditEvent,
    client::Client,
    clock::{Clock, Timestamp},
    id::{ClientId, SessionClientId, TenantId, UserId},
    logout::{LogoutAttempt, LogoutProgress, RECENT_LOGOUTS, RecentLogout},
    name::Slug,
    tenant::Tenant,
    workspace::Workspace,
};
use engine::storage::SessionClient;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, Set,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, Transaction,
    batch::Batch,
    column::to_json,
    entity::{
        client, login_session,
        logout_receiver::{ActiveModel, Column, Entity, attempt_row},
        session_client, tenant, workspace,
    },
    leases::is_free,
};

/// How long a node has a client after a step, in seconds: much longer than an attempt takes.
const HELD: i64 = 60;
/// How many sign-outs are looked at at once.
const LOOKED_AT: u64 = 50;
/// How many are given up or forgotten in one transaction.
const AT_ONCE: u64 = 500;

/// A client that this node tells of sign-outs for the time being.
pub struct TellingClient {
    store: Store,
    clock: Arc<dyn Clock>,
    fence: i64,
    client: Client,
    workspace: Workspace,
    tenant: Slug,
    progress: LogoutProgress,
}

impl std::fmt::Debug for TellingClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TellingClient").field("client", &self.client.id).field("fence", &self.fence).finish_non_exhaustive()
    }
}

/// A sign-out that a client is to be told of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLogout {
    /// The part of the client in the session, with the session's end.
    pub told: SessionClient,
    /// How often it was told in vain.
    pub failures: i64,
}

/// What becomes of a sign-out that a client was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutFate {
    /// The client is not told of it again.
    Over(SessionClientId),
    /// Nor of any other session of the user that had ended by then: the client has ended all that the user has with it.
    OverForUser(UserId, Timestamp),
    /// The client is told of it again at this time.
    Again(SessionClientId, Timestamp),
}

/// What an attempt has come to.
#[derive(Debug)]
pub struct LogoutOutcome {
    /// How the client takes what it is told, after it.
    pub progress: LogoutProgress,
    /// The attempt.
    pub attempt: LogoutAttempt,
    /// Which one it was to tell of that session, from 1.
    pub number: i64,
    /// What becomes of the sign-out.
    pub fate: LogoutFate,
    /// The audit line, where the client was told in vain for good.
    pub audit: Option<AuditEvent>,
}

impl Store {
    /// Returns clients that are to be told of sign-outs now and that no node has, each with its tenant; those that had their turn longest ago come
    /// first.
    pub async fn list_due_logout_receivers(&self, now: Timestamp, most: u64) -> Result<Vec<(ClientId, TenantId)>, Error> {
        let waits = session_client::Entity::find()
            .select_only()
            .expr_as(Expr::cust("1"), "one")
            .filter(Expr::col((session_client::Entity, session_client::Column::ClientId)).equals((Entity, Column::ClientId)))
            .filter(session_client::Column::DueAt.lte(now.as_millis()));
        let due = Entity::find()
            .inner_join(workspace::Entity)
            .select_only()
            .column(Column::ClientId)
            .column(workspace::Column::TenantId)
            .filter(workspace::Column::DeletedAt.is_null())
            .filter(Column::DueAt.lte(now.as_millis()))
            .filter(is_free(Column::HeldUntil, HELD, now))
            .filter(Expr::exists(waits.into_query()))
            .order_by_asc(Column::HeldUntil)
            .order_by_asc(Column::DueAt)
            .limit(most);
        let due: Vec<(Uuid, Uuid)> = due.into_tuple().all(self.reader()).await?;
        Ok(due.into_iter().map(|(client, tenant)| (ClientId::from_uuid(client), TenantId::from_uuid(tenant))).collect())
    }

    /// Takes a client over. Returns `None` where another node has it, or it is gone.
    pub async fn take_logout_receiver(&self, id: ClientId, clock: Arc<dyn Clock>) -> Result<Option<TellingClient>, Error> {
        let now = clock.now();
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let taken = Entity::update_many()
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .col_expr(Column::HeldUntil, Expr::val(now.plus_seconds(HELD).as_millis()))
            .filter(Column::ClientId.eq(id.as_uuid()))
            .filter(is_free(Column::HeldUntil, HELD, now))
            .exec(connection)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let Some(row) = Entity::find_by_id(id.as_uuid()).one(connection).await? else { return Ok(None) };
        let Some(client) = client::Entity::find_by_id(id.as_uuid()).one(connection).await? else { return Ok(None) };
        let found = workspace::Entity::find_by_id(row.workspace_id).filter(workspace::Column::DeletedAt.is_null());
        let Some(found) = found.one(connection).await? else { return Ok(None) };
        let Some(owner) = tenant::Entity::find_by_id(found.tenant_id).one(connection).await? else { return Ok(None) };
        transaction.commit().await?;
        let (fence, progress) = (row.fence, row.progress());
        let (client, workspace, tenant) = (Client::try_from(client)?, Workspace::try_from(found)?, Tenant::try_from(owner)?.slug);
        Ok(Some(TellingClient { store: self.clone(), clock, fence, client, workspace, tenant, progress }))
    }

    /// Lets clients go that were taken with these fences, and that nobody else has taken since: another process can take them at once.
    pub async fn release_logout_receivers(&self, held: &[(ClientId, i64)], now: Timestamp) -> Result<(), Error> {
        let transaction = self.begin().await?;
        for (id, fence) in held {
            Entity::update_many()
                .col_expr(Column::HeldUntil, Expr::val(now.as_millis()))
                .filter(Column::ClientId.eq(id.as_uuid()))
                .filter(Column::Fence.eq(*fence))
                .exec(transaction.connection())
                .await?;
        }
        transaction.commit().await
    }
}

impl TellingClient {
    /// The client, as it was when it was taken over.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Its workspace.
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Its tenant's part of the issuer.
    pub const fn tenant(&self) -> &Slug {
        &self.tenant
    }

    /// How it took what it was told before.
    pub const fn progress(&self) -> LogoutProgress {
        self.progress
    }

    /// What tells it apart from who has the client before and after it.
    pub const fn fence(&self) -> i64 {
        self.fence
    }

    fn waiting(&self) -> Condition {
        Condition::all().add(session_client::Column::ClientId.eq(self.client.id.as_uuid())).add(session_client::Column::DueAt.is_not_null())
    }

    /// Returns what it is to be told now, what has waited longest first. What was told in vain waits from then on.
    pub async fn due(&self) -> Result<Vec<DueLogout>, Error> {
        let due = session_client::Entity::find()
            .filter(self.waiting())
            .filter(session_client::Column::DueAt.lte(self.clock.now().as_millis()))
            .order_by_asc(session_client::Column::DueAt)
            .order_by_asc(session_client::Column::Id)
            .limit(LOOKED_AT);
        let rows = due.all(self.store.reader()).await?;
        let told = |row: session_client::Model| -> Result<DueLogout, Error> {
            Ok(DueLogout { failures: row.failures, told: SessionClient::try_from(row)? })
        };
        rows.into_iter().map(told).collect()
    }

    /// Returns whether the user of a session has signed in to the client anew since that was ended, and not signed out.
    pub async fn has_signed_in_since(&self, told: &SessionClient) -> Result<bool, Error> {
        use session_client::{Column, Entity};

        let Some(ended_at) = told.ended_at else { return Ok(false) };
        let sessions = login_session::Entity::find()
            .select_only()
            .column(login_session::Column::Id)
            .filter(login_session::Column::UserId.eq(told.user_id.as_uuid()))
            .filter(login_session::is_open());
        let newest: Option<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::LoginSessionId.in_subquery(sessions.into_query()))
            .filter(Column::ClientId.eq(self.client.id.as_uuid()))
            .filter(Column::EndedAt.is_null())
            .filter(Column::ExpiresAt.gt(self.clock.now().as_millis()))
            .order_by_desc(Column::Id)
            .limit(1)
            .into_tuple()
            .one(self.store.reader())
            .await?;
        Ok(newest.is_some_and(|newest| SessionClientId::from_uuid(newest).made_at() > ended_at))
    }

    /// Records what an attempt has come to.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the client over, or an administrator has changed its address.
    pub async fn record(&self, outcome: LogoutOutcome) -> Result<(), Error> {
        use session_client::{Column, Entity};

        let LogoutOutcome { progress, attempt, number, fate, audit } = outcome;
        let recent = RecentLogout { at: attempt.at, number, status: attempt.status, failure: attempt.failure.clone() };
        let transaction = self.begin(attempt_row(&progress, attempt)).await?;
        self.remember(&transaction, recent).await?;
        let connection = transaction.connection();
        match fate {
            LogoutFate::Over(id) => {
                Entity::delete_by_id(id.as_uuid()).exec(connection).await?;
            }
            LogoutFate::OverForUser(user, ended_by) => {
                let ended = Entity::delete_many().filter(self.waiting()).filter(Column::UserId.eq(user.as_uuid()));
                ended.filter(Column::EndedAt.lte(ended_by.as_millis())).exec(connection).await?;
            }
            LogoutFate::Again(id, at) => {
                Entity::update_many()
                    .col_expr(Column::DueAt, at.as_millis().into())
                    .col_expr(Column::Failures, Expr::col(Column::Failures).add(1))
                    .filter(Column::Id.eq(id.as_uuid()))
                    .exec(connection)
                    .await?;
            }
        }
        if let Some(line) = audit {
            transaction.append_audit(line).await?;
        }
        transaction.commit().await
    }

    /// Keeps an attempt among the latest, of a client that this transaction has.
    async fn remember(&self, transaction: &Transaction, attempt: RecentLogout) -> Result<(), Error> {
        let connection = transaction.connection();
        let Some(row) = Entity::find_by_id(self.client.id.as_uuid()).one(connection).await? else { return Ok(()) };
        let recent: Vec<_> = std::iter::once(attempt).chain(row.recent()?).take(RECENT_LOGOUTS).collect();
        let row = ActiveModel { recent: Set(Some(to_json(&recent)?)), ..Default::default() };
        Entity::update_many().set(row).filter(Column::ClientId.eq(self.client.id.as_uuid())).exec(connection).await?;
        Ok(())
    }

    /// Gives up to tell the client of some of the sessions that ended before a point in time, with an audit line that has their number. Returns that number.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the client over, or an administrator has changed its address.
    pub async fn give_up(&self, ended_before: Timestamp, line: impl FnOnce(u64) -> AuditEvent + Send) -> Result<u64, Error> {
        let ended = self.waiting().add(session_client::Column::EndedAt.lte(ended_before.as_millis()));
        let transaction = self.begin(ActiveModel::default()).await?;
        let given_up = take_away(&transaction, ended).await?;
        if given_up > 0 {
            transaction.append_audit(line(given_up)).await?;
        }
        transaction.commit().await?;
        Ok(given_up)
    }

    /// Forgets some of what the client is to be told, because it is not told any more. Returns how many.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the client over, or an administrator has changed its address.
    pub async fn forget(&self) -> Result<u64, Error> {
        let transaction = self.begin(ActiveModel::default()).await?;
        let forgotten = take_away(&transaction, self.waiting()).await?;
        transaction.commit().await?;
        Ok(forgotten)
    }

    /// Lets the client go: another node can take it at once. The others have their turn first.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken it over, or an administrator has changed its address.
    pub async fn release(self) -> Result<(), Error> {
        let transaction = self.begin_until(self.clock.now(), ActiveModel::default()).await?;
        transaction.commit().await
    }

    /// Begins a step, which writes these columns of the client.
    async fn begin(&self, row: ActiveModel) -> Result<Transaction, Error> {
        self.begin_until(self.clock.now().plus_seconds(HELD), row).await
    }

    async fn begin_until(&self, held_until: Timestamp, row: ActiveModel) -> Result<Transaction, Error> {
        let transaction = self.store.begin().await?;
        let row = ActiveModel { held_until: Set(held_until.as_millis()), ..row };
        let own = Entity::update_many().set(row).filter(Column::ClientId.eq(self.client.id.as_uuid())).filter(Column::Fence.eq(self.fence));
        if own.exec(transaction.connection()).await?.rows_affected == 1 { Ok(transaction) } else { Err(Error::Stale) }
    }
}

/// Deletes some of what a client is to be told. Returns how many.
async fn take_away(transaction: &Transaction, these: Condition) -> Result<u64, Error> {
    use session_client::{Column, Entity};

    let some = Entity::find().select_only().column(Column::Id).filter(these).order_by_asc(Column::Id).limit(AT_ONCE);
    let ids: Vec<Uuid> = some.into_tuple().all(transaction.connection()).await?;
    let mut taken_away = 0;
    for batch in Batch::split(&ids) {
        let deleted = Entity::delete_many().filter(batch.contains(Column::Id, |id| *id)).exec(transaction.connection()).await?;
        taken_away += deleted.rows_affected;
    }
    Ok(taken_away)
}
