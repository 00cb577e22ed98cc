//! One connection to the database, with a deadline for every operation.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{
    DbBackend, ExecResult, QueryResult, Statement, Values,
    sqlx::{
        self, AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection,
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode},
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::time::timeout;

use super::{
    arrays::Arrays,
    failure::{Failure, FailureKind},
    limits::Limits,
    step::Step,
    traced::{self, POSTGRESQL, SQLITE},
};

/// The time that the driver needs beyond PostgreSQL's own deadline to notice that it has passed.
const SLACK: Duration = Duration::from_millis(500);
/// How long to wait until a connection is closed.
const CLOSING: Duration = Duration::from_secs(5);
/// After how many pages in its log the writer itself writes back what is left of them, and begins the log anew: whoever commits then waits
/// for it. Most of it was written back beside the writer before.
const SQLITE_LOG_PAGES: &str = "8192";
/// The writer's cache, in KiB, negative as SQLite has it: refreshes read pages anywhere in the file, and its own 2 MiB do not hold the indexes
/// that lead there.
const SQLITE_CACHE: &str = "-32768";
/// The size to which SQLite's log shrinks when it restarts: that of so many pages of 4 KiB, and as much again, so that it need not grow anew.
const SQLITE_LOG_BYTES: &str = "67108864";
/// The number of instructions after which SQLite asks whether to go on.
const SQLITE_INSTRUCTIONS: i32 = 10_000;

pub(super) struct Link {
    raw: Raw,
    /// Interrupts a statement of SQLite.
    interrupt: Arc<AtomicBool>,
    statement: Duration,
    opened: Instant,
    rested_since: Instant,
    takes_writes: bool,
    server: usize,
}

enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// The kinds of connections to a SQLite file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Writer,
    Reader,
}

impl Link {
    pub(super) async fn to_sqlite(options: &SqliteConnectOptions, role: Role, limits: Limits) -> Result<Self, Failure> {
        let options = options.clone().busy_timeout(limits.lock);
        let options = match role {
            Role::Writer => {
                let options = options.journal_mode(SqliteJournalMode::Wal);
                let options = options.pragma("wal_autocheckpoint", SQLITE_LOG_PAGES).pragma("journal_size_limit", SQLITE_LOG_BYTES);
                options.pragma("cache_size", SQLITE_CACHE)
            }
            Role::Reader => options.create_if_missing(false).pragma("query_only", "ON"),
        };
        let opening = "open the database's file";
        let failed = |error: sqlx::Error| Failure::of_opening(opening, &error);
        let mut raw = within(opening, limits.acquire, SqliteConnection::connect_with(&options)).await?.map_err(failed)?;
        let interrupt = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&interrupt);
        raw.lock_handle().await.map_err(failed)?.set_progress_handler(SQLITE_INSTRUCTIONS, move || !asked.load(Ordering::Relaxed));
        Ok(Self::new(Raw::Sqlite(raw), interrupt, limits))
    }

    pub(super) async fn to_postgres(name: &str, options: &PgConnectOptions, limits: Limits) -> Result<Self, Failure> {
        let opening = format!("connect to {name}");
        let connected = within(&opening, limits.acquire, PgConnection::connect_with(options)).await?;
        let raw = connected.map_err(|error| Failure::of_opening(&opening, &error))?;
        let mut link = Self::new(Raw::Postgres(raw), Arc::default(), limits);
        // An idle transaction has lost the request that began it.
        let (statement, lock) = (limits.statement.as_millis(), limits.lock.as_millis());
        let settings = format!(
            "SET statement_timeout = {statement}; SET lock_timeout = {lock}; SET idle_in_transaction_session_timeout = {statement}; \
             SELECT current_setting('transaction_read_only') = 'off' AS holds"
        );
        link.takes_writes = link.holds(&settings).await?;
        Ok(link)
    }

    fn new(raw: Raw, interrupt: Arc<AtomicBool>, limits: Limits) -> Self {
        let now = Instant::now();
        Self { raw, interrupt, statement: limits.statement, opened: now, rested_since: now, takes_writes: true, server: 0 }
    }

    pub(super) fn backend(&self) -> DbBackend {
        match self.raw {
            Raw::Sqlite(_) => DbBackend::Sqlite,
            Raw::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// Returns whether the server accepted writes when this was opened.
    pub(super) const fn takes_writes(&self) -> bool {
        self.takes_writes
    }

    /// Returns the index of the server that it leads to.
    pub(super) const fn server(&self) -> usize {
        self.server
    }

    pub(super) const fn leading_to(mut self, server: usize) -> Self {
        self.server = server;
        self
    }

    pub(super) fn age(&self) -> Duration {
        self.opened.elapsed()
    }

    pub(super) fn rested(&self) -> Duration {
        self.rested_since.elapsed()
    }

    pub(super) fn rest(&mut self) {
        self.rested_since = Instant::now();
    }

    /// Checks that the other end answers.
    pub(super) async fn ping(&mut self, patience: Duration) -> Result<(), Failure> {
        let answered = match &mut self.raw {
            Raw::Sqlite(raw) => within("ping", patience, raw.ping()).await?,
            Raw::Postgres(raw) => within("ping", patience, raw.ping()).await?,
        };
        answered.map_err(|error| Failure::of_driver("ping", &error))
    }

    /// Runs statements without parameters.
    pub(super) async fn run(&mut self, sql: &str) -> Result<(), Failure> {
        let text = AssertSqlSafe(sql.to_owned());
        match &mut self.raw {
            Raw::Sqlite(raw) => sqlite(sql, self.statement, &self.interrupt, raw.execute(text)).await.map(|_| ()),
            Raw::Postgres(raw) => postgres(sql, self.statement, raw.execute(text)).await.map(|_| ()),
        }
    }

    /// Runs statements without parameters, and returns the column `holds` of the last one.
    pub(super) async fn holds(&mut self, sql: &str) -> Result<bool, Failure> {
        let text = AssertSqlSafe(sql.to_owned());
        let row: Option<QueryResult> = match &mut self.raw {
            Raw::Sqlite(raw) => sqlite(sql, self.statement, &self.interrupt, raw.fetch_optional(text)).await?.map(Into::into),
            Raw::Postgres(raw) => postgres(sql, self.statement, raw.fetch_optional(text)).await?.map(Into::into),
        };
        Ok(row.is_some_and(|row| row.try_get("", "holds").unwrap_or_default()))
    }

    /// Begins a transaction. Fails where the connection is in one already, so that nothing is ever written into a transaction that was left
    /// open: the driver's own count is not relied on.
    pub(super) async fn begin(&mut self) -> Result<(), Failure> {
        match &self.raw {
            // IMMEDIATE, because a transaction that reads first and writes later could not become the writer any more. SQLite refuses a
            // BEGIN within a transaction.
            Raw::Sqlite(_) => self.run("BEGIN IMMEDIATE").await,
            // PostgreSQL only warns of it. But a transaction that began with this very message began at its time.
            Raw::Postgres(_) => {
                if self.holds("BEGIN; SELECT transaction_timestamp() = statement_timestamp() AS holds").await? {
                    Ok(())
                } else {
                    Err(Failure::new("BEGIN", FailureKind::Ended, "the connection was in a transaction already"))
                }
            }
        }
    }

    pub(super) async fn execute(&mut self, statement: &Statement) -> Result<ExecResult, Failure> {
        let (sql, values) = parts(statement);
        let text = AssertSqlSafe(sql);
        match &mut self.raw {
            Raw::Sqlite(raw) => {
                let query = sqlx::query_with(text, values).execute(raw);
                sqlite(sql, self.statement, &self.interrupt, query).await.map(Into::into)
            }
            Raw::Postgres(raw) => postgres(sql, self.statement, sqlx::query_with(text, values).execute(raw)).await.map(Into::into),
        }
    }

    pub(super) async fn query_one(&mut self, statement: &Statement) -> Result<Option<QueryResult>, Failure> {
        let (sql, values) = parts(statement);
        let text = AssertSqlSafe(sql);
        match &mut self.raw {
            Raw::Sqlite(raw) => {
                let query = sqlx::query_with(text, values).fetch_optional(raw);
                Ok(sqlite(sql, self.statement, &self.interrupt, query).await?.map(Into::into))
            }
            Raw::Postgres(raw) => {
                Ok(postgres(sql, self.statement, sqlx::query_with(text, values).fetch_optional(raw)).await?.map(Into::into))
            }
        }
    }

    pub(super) async fn query_all(&mut self, statement: &Statement) -> Result<Vec<QueryResult>, Failure> {
        let (sql, values) = parts(statement);
        let text = AssertSqlSafe(sql);
        match &mut self.raw {
            Raw::Sqlite(raw) => {
                let query = sqlx::query_with(text, values).fetch_all(raw);
                Ok(sqlite(sql, self.statement, &self.interrupt, query).await?.into_iter().map(Into::into).collect())
            }
            Raw::Postgres(raw) => {
                let query = sqlx::query_with(text, values).fetch_all(raw);
                Ok(postgres(sql, self.statement, query).await?.into_iter().map(Into::into).collect())
            }
        }
    }

    /// Runs a statement of PostgreSQL whose parameters are arrays.
    pub(super) async fn query_arrays(&mut self, sql: &'static str, arrays: Arrays) -> Result<Vec<QueryResult>, Failure> {
        match &mut self.raw {
            Raw::Postgres(raw) => {
                let query = sqlx::query_with(sql, arrays.into_arguments()).fetch_all(raw);
                Ok(postgres(sql, self.statement, query).await?.into_iter().map(Into::into).collect())
            }
            Raw::Sqlite(_) => Err(Failure::new("", FailureKind::Other, "SQLite has no arrays")),
        }
    }

    /// Runs statements of SQLite, and returns the rows of all of them.
    pub(super) async fn query_step(&mut self, Step { sql, parameters }: Step) -> Result<Vec<QueryResult>, Failure> {
        match &mut self.raw {
            Raw::Sqlite(raw) => {
                let query = parameters.into_iter().fold(sqlx::query(sql), sqlx::query::Query::bind);
                let rows = sqlite(sql, self.statement, &self.interrupt, query.fetch_all(raw)).await?;
                Ok(rows.into_iter().map(Into::into).collect())
            }
            Raw::Postgres(_) => Err(Failure::new("", FailureKind::Other, "this is a statement of SQLite")),
        }
    }

    /// Closes the connection. The database rolls back what was not committed.
    pub(super) async fn close(self) {
        // A statement that still runs ends at its next instruction.
        self.interrupt.store(true, Ordering::Relaxed);
        let closed = async {
            match self.raw {
                Raw::Sqlite(raw) => raw.close().await,
                Raw::Postgres(raw) => raw.close().await,
            }
        };
        if !matches!(timeout(CLOSING, closed).await, Ok(Ok(()))) {
            tracing::debug!("a connection to the database did not close in time, or was gone already");
        }
    }
}

fn parts(statement: &Statement) -> (&str, SqlxValues) {
    (&statement.sql, SqlxValues(statement.values.clone().unwrap_or_else(|| Values(Vec::new()))))
}

async fn within<T>(what: &str, limit: Duration, doing: impl Future<Output = T>) -> Result<T, Failure> {
    timeout(limit, doing).await.map_err(|_| Failure::silent(what, limit))
}

async fn sqlite<T>(
    sql: &str,
    limit: Duration,
    interrupt: &AtomicBool,
    doing: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Failure> {
    traced::statement(SQLITE, sql, async {
        let done = within(sql, limit, doing).await.inspect_err(|_| interrupt.store(true, Ordering::Relaxed))?;
        done.map_err(|error| Failure::of_driver(sql, &error))
    })
    .await
}

async fn postgres<T>(sql: &str, limit: Duration, doing: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Failure> {
    // The server's own deadline comes first and its error says more; this one is for a server that does not answer any more, and for a
    // COMMIT that waits for its standby, which no deadline of the server ends.
    traced::statement(POSTGRESQL, sql, async { within(sql, limit + SLACK, doing).await?.map_err(|error| Failure::of_driver(sql, &error)) })
        .await
}
