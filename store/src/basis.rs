//! Locking a basis: the rows that a decision rests on stay as they were read until its write is committed.
//!
//! Rows are locked in this order everywhere: the tenant, the administrator, the workspace, the client, the user, the session, codes, families.
//! A statement that waits for a row on PostgreSQL reads it again as it is by then, because the row itself is locked: a condition in a
//! subquery would be evaluated by the earlier snapshot. On SQLite there is one writer, and nobody to wait for.

use engine::storage::Basis;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityName,
    sea_query::{CommonTableExpression, Expr, ExprTrait, LockType, Query, SelectStatement, UpdateStatement, WithQuery},
};

use crate::{
    Error, Transaction,
    entity::{client, login_session, user, workspace},
};

/// The name of the basis in a statement that rests on it.
const BASIS: &str = "basis";

/// Locks the rows of a basis until the end of the transaction. Returns whether all of them are as they were read.
pub(crate) async fn lock(transaction: &Transaction, basis: &Basis) -> Result<bool, Error> {
    lock_with(transaction, basis, LockType::Share).await
}

/// Does the same for one transaction at a time per user, so that what a user has can be counted.
pub(crate) async fn lock_user_exclusively(transaction: &Transaction, basis: &Basis) -> Result<bool, Error> {
    let settings = Basis { user: None, session: None, ..*basis };
    let user = Basis { user: basis.user, ..Basis::default() };
    let session = Basis { session: basis.session, ..Basis::default() };
    Ok(lock(transaction, &settings).await?
        && lock_with(transaction, &user, LockType::NoKeyUpdate).await?
        && lock(transaction, &session).await?)
}

async fn lock_with(transaction: &Transaction, basis: &Basis, lock: LockType) -> Result<bool, Error> {
    Ok(*basis == Basis::default() || transaction.connection().query_one(&locked(basis, lock)).await?.is_some())
}

/// Returns an update that locks a basis and changes nothing unless the basis holds. One statement takes one round trip; the rows that it
/// changes are locked last.
pub(crate) fn update_where_holds(mut update: UpdateStatement, basis: &Basis) -> WithQuery {
    let mut rows = CommonTableExpression::new();
    rows.table_name(BASIS).query(locked(basis, LockType::Share));
    update.and_where(Expr::exists(Query::select().expr(Expr::val(1)).from(BASIS).take()));
    update.with(Query::with().cte(rows).to_owned())
}

/// Returns the query that finds a row where a basis holds, and locks the rows of the basis.
fn locked(basis: &Basis, lock: LockType) -> SelectStatement {
    let Basis { workspace, client, user, session } = *basis;
    let rows = [
        workspace.map(|(id, version)| {
            let as_read = workspace::Column::Id.eq(id.as_uuid()).and(workspace::Column::Version.eq(version));
            (workspace::Entity.table_ref(), as_read)
        }),
        client.map(|(id, version)| {
            let as_read = client::Column::Id.eq(id.as_uuid()).and(client::Column::Version.eq(version));
            (client::Entity.table_ref(), as_read)
        }),
        user.map(|(id, version)| {
            let as_read = user::Column::Id.eq(id.as_uuid()).and(user::Column::Version.eq(version));
            (user::Entity.table_ref(), as_read)
        }),
        session.map(|id| (login_session::Entity.table_ref(), login_session::Column::Id.eq(id.as_uuid()).and(login_session::is_open()))),
    ];
    // One statement, which locks its tables in the order in which it names them.
    let mut query = Query::select();
    query.expr_as(Expr::val(1), BASIS);
    for (table, as_read) in rows.into_iter().flatten() {
        query.from(table).and_where(as_read).lock(lock);
    }
    query
}
