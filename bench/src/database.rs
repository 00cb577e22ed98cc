//! The databases under test: made, asked for sizes, and settled between runs.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement, TryGetable};
use store::Store;

use crate::{
    error::Error,
    process::{Processes, parent_of},
};

/// A database that was made for a benchmark.
#[derive(Debug)]
pub struct Database {
    /// The store on it.
    pub store: Store,
    /// Its address.
    pub url: String,
}

impl Database {
    /// Makes a SQLite database in this folder.
    pub async fn sqlite(folder: &Path) -> Result<Self, Error> {
        let file: PathBuf = folder.join("regrant.db");
        Self::open(format!("sqlite://{}?mode=rwc", file.display())).await
    }

    /// Makes a PostgreSQL database on the server at this address, `postgres://user@host:port/name`; one of the same name is dropped.
    pub async fn postgres(server: &str, name: &str) -> Result<Self, Error> {
        let connection = sea_orm::Database::connect(server).await?;
        connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        connection.close().await?;
        let (host, _) = server.rsplit_once('/').ok_or_else(|| Error::other("the server's address names no database"))?;
        Self::open(format!("{host}/{name}")).await
    }

    /// Opens a database that exists.
    pub async fn open(url: String) -> Result<Self, Error> {
        Ok(Self { store: Store::connect(&url).await?, url })
    }

    /// Returns whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.connection().get_database_backend() == DbBackend::Postgres
    }

    /// Returns its kind and version.
    pub async fn version(&self) -> Result<String, Error> {
        Ok(if self.is_postgres() {
            let version: String = self.ask("SELECT split_part(current_setting('server_version'), ' ', 1)").await?;
            format!("PostgreSQL {version}")
        } else {
            format!("SQLite {}", self.ask::<String>("SELECT sqlite_version()").await?)
        })
    }

    /// Returns the processes of a PostgreSQL server on this machine.
    pub async fn processes(&self) -> Result<Option<Processes>, Error> {
        if !self.is_postgres() {
            return Ok(None);
        }
        let backend: i32 = self.ask("SELECT pg_backend_pid()").await?;
        Ok(u32::try_from(backend).ok().and_then(parent_of).map(|root| Processes { root }))
    }

    /// Returns the bytes that tables and indexes occupy.
    pub async fn size(&self) -> Result<i64, Error> {
        let sizes = "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class \
                     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";
        let pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        self.ask(if self.is_postgres() { sizes } else { pages }).await
    }

    /// Returns how many bytes PostgreSQL has written to its log so far.
    pub async fn log_position(&self) -> Result<Option<i64>, Error> {
        if !self.is_postgres() {
            return Ok(None);
        }
        self.ask("SELECT (pg_current_wal_lsn() - '0/0')::bigint").await.map(Some)
    }

    /// Brings the database to rest after many rows were written, as it is when a server runs for long: statistics, visibility, checkpoint.
    pub async fn settle(&self) -> Result<(), Error> {
        let statements: &[&str] =
            if self.is_postgres() { &["VACUUM (ANALYZE)", "CHECKPOINT"] } else { &["PRAGMA wal_checkpoint(TRUNCATE)"] };
        for statement in statements {
            self.connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    /// Returns the first column of the first row.
    pub async fn ask<T: TryGetable>(&self, question: &str) -> Result<T, Error> {
        let statement = Statement::from_string(self.connection().get_database_backend(), question);
        let row = self.connection().query_one_raw(statement).await?;
        Ok(row.ok_or_else(|| Error::other("the database has no answer"))?.try_get_by_index(0)?)
    }

    /// Returns a connection without deadlines.
    pub fn connection(&self) -> &DatabaseConnection {
        self.store.connection_for_migrations()
    }

    /// Closes its connections.
    pub async fn close(self) -> Result<(), Error> {
        Ok(self.store.close().await?)
    }
}
