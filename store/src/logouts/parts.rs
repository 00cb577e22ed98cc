//! The parts of clients in sessions.

use domain::{clock::Timestamp, id::ClientId};
use engine::storage::{LoginSession, SessionClient};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _, OnConflict, Query},
};

use crate::{
    Error, WorkspaceStore, Writing,
    batch::Batch,
    entity::{
        logout_receiver,
        session_client::{Column, Entity, row},
    },
};

/// Notes the part that a client has in a session, unless it has one.
pub(crate) async fn join(connection: &Writing, client: &SessionClient) -> Result<(), Error> {
    let once = OnConflict::columns([Column::LoginSessionId, Column::ClientId]).do_nothing().to_owned();
    Entity::insert(row(client)).on_conflict(once).exec_without_returning(connection).await?;
    Ok(())
}

/// Has the clients told that have a part in these sessions, which end in this transaction.
pub(crate) async fn tell_clients(connection: &Writing, sessions: Batch<'_, Uuid>, now: Timestamp) -> Result<(), Error> {
    let in_them = || sessions.contains(Column::LoginSessionId, |session| *session);
    let told = Entity::update_many()
        .col_expr(Column::EndedAt, now.as_millis().into())
        .col_expr(Column::DueAt, now.as_millis().into())
        .filter(in_them())
        .filter(Column::EndedAt.is_null());
    if told.exec(connection).await?.rows_affected == 0 {
        return Ok(());
    }
    // Who was never told of anything has no row yet. Within the database, so that their number does not matter; in one order, so that two transactions
    // do not wait for one another.
    let zero = || Expr::cust("0");
    let clients = Entity::find()
        .select_only()
        .distinct()
        .columns([Column::ClientId, Column::WorkspaceId])
        .expr_as(zero(), "failures")
        .expr_as(zero(), "due_at")
        .expr_as(zero(), "fence")
        .expr_as(zero(), "held_until")
        .expr_as(Expr::cust("''"), "last_answer")
        .filter(in_them())
        .order_by_asc(Column::ClientId)
        .into_query();
    let mut receivers = Query::insert();
    receivers.into_table(logout_receiver::Entity).columns([
        logout_receiver::Column::ClientId,
        logout_receiver::Column::WorkspaceId,
        logout_receiver::Column::Failures,
        logout_receiver::Column::DueAt,
        logout_receiver::Column::Fence,
        logout_receiver::Column::HeldUntil,
        logout_receiver::Column::LastAnswer,
    ]);
    receivers.select_from(clients).map_err(|error| Error::from(DbErr::Custom(error.to_string())))?;
    receivers.on_conflict(OnConflict::column(logout_receiver::Column::ClientId).do_nothing().to_owned());
    connection.execute(&receivers).await?;
    Ok(())
}

/// Has the parts of clients that are told of users go on in a session of the same user, which is begun in place of one that ends in this transaction.
pub(crate) async fn pass_on(connection: &Writing, ended: Uuid, to: &LoginSession) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::LoginSessionId, Expr::val(to.id.as_uuid()))
        .col_expr(Column::ExpiresAt, to.expires_at.as_millis().into())
        .col_expr(Column::EndedAt, Expr::cust("NULL"))
        .col_expr(Column::DueAt, Expr::cust("NULL"))
        .filter(Column::LoginSessionId.eq(ended))
        .filter(Column::BySession.eq(false))
        .exec(connection)
        .await?;
    Ok(())
}

impl WorkspaceStore<'_, Writing> {
    /// Has a client told at once of what it is still to be told, because it is told at another address from now on. Whoever tells it now begins anew.
    pub async fn tell_client_at_once(&self, client: ClientId, now: Timestamp) -> Result<(), Error> {
        use logout_receiver as receiver;

        let done = receiver::Entity::update_many()
            .col_expr(receiver::Column::Failures, Expr::val(0_i64))
            .col_expr(receiver::Column::FailingSince, Expr::cust("NULL"))
            .col_expr(receiver::Column::DueAt, now.as_millis().into())
            .col_expr(receiver::Column::HeldUntil, Expr::val(0_i64))
            .col_expr(receiver::Column::Fence, Expr::col(receiver::Column::Fence).add(1))
            .filter(receiver::Column::ClientId.eq(client.as_uuid()))
            .filter(receiver::Column::WorkspaceId.eq(self.id()))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 0 {
            return Ok(());
        }
        Entity::update_many()
            .col_expr(Column::DueAt, now.as_millis().into())
            .filter(Column::ClientId.eq(client.as_uuid()))
            .filter(Column::DueAt.gt(now.as_millis()))
            .exec(self.connection)
            .await?;
        Ok(())
    }
}
