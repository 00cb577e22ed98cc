//! The way to the database: readers, one way to write, and a transaction that takes its audit line with it.

use std::{str::FromStr, time::Duration};

use domain::{audit::AuditEvent, token_event::TokenEvent};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait, RuntimeErr, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions, TransactionTrait,
    sqlx::{
        self, Connection,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use crate::{Error, entity};

/// The number of the lock that a migrating node holds: `regrant` in ASCII, so that nobody else takes it by chance.
const MIGRATIONS_LOCK: u64 = 0x72_65_67_72_61_6e_74;
/// How many readers of a SQLite file there may be at once.
const SQLITE_READERS: u32 = 8;
/// How many connections to PostgreSQL there may be at once.
const POSTGRES_CONNECTIONS: u32 = 20;
/// How long a connection may rest before it is asked whether it still lives; asking each time would double the round trips.
const RESTED: Duration = Duration::from_secs(30);

/// The database. A clone is another handle to the same one.
#[derive(Debug, Clone)]
pub struct Store {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Store {
    /// Opens the database at this address: `sqlite://regrant.db?mode=rwc` or `postgres://user:password@host/name`.
    /// The schema is not looked at; that is the migrations' concern.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        if url.starts_with("sqlite:") {
            Self::connect_to_sqlite(url).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::connect_to_postgres(PgConnectOptions::from_str(url).map_err(|_| Error::Address)?).await
        } else {
            Err(Error::Address)
        }
    }

    async fn connect_to_sqlite(url: &str) -> Result<Self, Error> {
        // Two connections to a database in memory are two databases, or share one whose readers fail while somebody writes.
        if url.contains(":memory:") || url.contains("mode=memory") {
            return Err(Error::Address);
        }
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|_| Error::Address)?
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            // FULL, because a refresh that was answered must not be forgotten: its token would be taken for a stolen one.
            .synchronous(SqliteSynchronous::Full);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .connect_with(options.clone().journal_mode(SqliteJournalMode::Wal))
            .await
            .map_err(connection_failed)?;
        let reader = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .test_before_acquire(false)
            .connect_with(options.create_if_missing(false).pragma("query_only", "ON"))
            .await
            .map_err(connection_failed)?;
        Ok(Self { reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader), writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer) })
    }

    pub(crate) async fn connect_to_postgres(options: PgConnectOptions) -> Result<Self, Error> {
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options.application_name("regrant"))
            .await
            .map_err(connection_failed)?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self { reader: connection.clone(), writer: connection })
    }

    /// Begins a write. On SQLite it holds the one writer until it is committed or dropped, so keep it short: hash passwords before.
    pub async fn begin(&self) -> Result<Transaction, Error> {
        // IMMEDIATE, because a transaction that reads first and writes later could not become the writer any more.
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        Ok(Transaction { inner: self.writer.begin_with_options(options).await? })
    }

    /// Does the database answer?
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.reader.ping().await?)
    }

    /// Waits until no other node migrates, and keeps the others waiting until what is returned is dropped. SQLite belongs to one node.
    pub async fn hold_migrations(&self) -> Result<Option<Transaction>, Error> {
        if self.writer.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let transaction = self.begin().await?;
        transaction.inner.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATIONS_LOCK})")).await?;
        Ok(Some(transaction))
    }

    /// The connection for the migrations; nothing else goes this way.
    pub const fn connection_for_migrations(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// For reading outside a transaction.
    pub(crate) const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Closes every connection.
    pub async fn close(self) -> Result<(), Error> {
        self.reader.close().await?;
        self.writer.close().await?;
        Ok(())
    }
}

/// A write that happens whole or not at all. Dropped without [`Transaction::commit`], it did not happen.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
}

impl Transaction {
    /// Writes an audit line with it.
    pub async fn append_audit(&self, event: AuditEvent) -> Result<(), Error> {
        let row = entity::audit_event::row(event)?;
        entity::audit_event::Entity::insert(row).exec_without_returning(&self.inner).await?;
        Ok(())
    }

    /// Writes an event of the token engine with it.
    pub async fn append_token_event(&self, event: TokenEvent) -> Result<(), Error> {
        let row = entity::token_event::row(event)?;
        entity::token_event::Entity::insert(row).exec_without_returning(&self.inner).await?;
        Ok(())
    }

    /// Makes it so.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.inner.commit().await?)
    }

    /// For the queries of it.
    pub(crate) const fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

fn connection_failed(error: sqlx::Error) -> Error {
    Error::Database(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}
