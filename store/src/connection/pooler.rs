//! Refuses a pooler that gives a session another connection to PostgreSQL for each transaction or statement, such as pgbouncer with
//! `pool_mode = transaction`. The deadlines of a session, its prepared statements and the lock of migrations belong to one connection: behind
//! such a pooler they would be lost, or hit somebody else's transaction.

#[cfg(test)]
mod tests;

use std::time::Duration;

use sea_orm::sqlx::{self, Connection as _, Executor as _, PgConnection, Row as _, postgres::PgConnectOptions};
use tokio::time::timeout;

use super::failure::{Failure, FailureKind};

/// Looks for such a pooler with two connections: while the second is in a transaction, the first one must still be on the server process that it
/// was on, and the second on another. One that changes with each statement lets nobody begin a transaction. What cannot be found out within
/// the time is not refused.
pub(super) async fn refuse_transaction_pooling(options: &PgConnectOptions, patience: Duration) -> Result<(), Failure> {
    match timeout(patience, shares_connections(options)).await {
        Ok(Ok(true)) => Err(Failure::new(
            "connect",
            FailureKind::Other,
            "there is a pooler in between that changes the connection with each transaction or statement (pgbouncer with `pool_mode = \
             transaction` or `statement`); set `pool_mode = session` for this database, or connect to PostgreSQL itself",
        )),
        _ => Ok(()),
    }
}

async fn shares_connections(options: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let mut first = PgConnection::connect_with(options).await?;
    let mut second = PgConnection::connect_with(options).await?;
    let before = server_process(&mut first).await?;
    let _ = match second.execute(sqlx::raw_sql("BEGIN")).await {
        // Of pgbouncer: protocol_violation. PostgreSQL itself refuses no BEGIN.
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("08P01") => return Ok(true),
        begun => begun?,
    };
    let other = server_process(&mut second).await?;
    let after = server_process(&mut first).await?;
    second.execute(sqlx::raw_sql("ROLLBACK")).await?;
    first.close().await?;
    second.close().await?;
    Ok(other == before || after != before)
}

/// The process that serves a connection, asked without a prepared statement, which not every pooler understands.
async fn server_process(connection: &mut PgConnection) -> Result<i32, sqlx::Error> {
    connection.fetch_one(sqlx::raw_sql("SELECT pg_backend_pid()")).await?.try_get(0)
}
