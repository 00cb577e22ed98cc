//! Holding a basis: the rows that a decision was made by stay as they were until its write is committed.
//!
//! What is locked is locked in this order everywhere: the administrator, the workspace, the client, the user, the session, codes,
//! families. Whoever waits for a row on PostgreSQL looks at it again as it is by then, because the row itself is locked: a condition in a
//! subquery would be judged by how it was before. On SQLite there is one writer, and nobody to wait for.

use engine::storage::Basis;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityName,
    sea_query::{CommonTableExpression, Expr, ExprTrait, LockType, Query, SelectStatement, UpdateStatement, WithQuery},
};

use crate::{
    Error, Transaction,
    entity::{client, login_session, user, workspace},
};

/// What the rows of a basis are called in a statement that rests on them.
const HELD: &str = "held";

/// Whether all rows of a basis are as they were read. Then they stay so until the end of the transaction.
pub(crate) async fn hold(transaction: &Transaction, basis: &Basis) -> Result<bool, Error> {
    hold_with(transaction, basis, LockType::Share).await
}

/// The same, and one after the other for each user, so that what a user has can be counted.
pub(crate) async fn hold_alone(transaction: &Transaction, basis: &Basis) -> Result<bool, Error> {
    let settings = Basis { user: None, session: None, ..*basis };
    let user = Basis { user: basis.user, ..Basis::default() };
    let session = Basis { session: basis.session, ..Basis::default() };
    Ok(hold(transaction, &settings).await?
        && hold_with(transaction, &user, LockType::NoKeyUpdate).await?
        && hold(transaction, &session).await?)
}

async fn hold_with(transaction: &Transaction, basis: &Basis, lock: LockType) -> Result<bool, Error> {
    Ok(*basis == Basis::default() || transaction.connection().query_one(&held(basis, lock)).await?.is_some())
}

/// An update that changes nothing unless a basis holds, which it then holds to. One statement takes one round trip; what it changes is
/// locked last.
pub(crate) fn where_held(mut update: UpdateStatement, basis: &Basis) -> WithQuery {
    let mut rows = CommonTableExpression::new();
    rows.table_name(HELD).query(held(basis, LockType::Share));
    update.and_where(Expr::exists(Query::select().expr(Expr::val(1)).from(HELD).take()));
    update.with(Query::with().cte(rows).to_owned())
}

/// What finds a row where a basis holds, and locks what it rests on.
fn held(basis: &Basis, lock: LockType) -> SelectStatement {
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
        session.map(|id| {
            let open = login_session::Column::Id.eq(id.as_uuid()).and(login_session::Column::EndedAt.is_null());
            (login_session::Entity.table_ref(), open)
        }),
    ];
    // One statement, which locks its tables in the order in which it names them.
    let mut query = Query::select();
    query.expr_as(Expr::val(1), HELD);
    for (table, as_read) in rows.into_iter().flatten() {
        query.from(table).and_where(as_read).lock(lock);
    }
    query
}
