//! The database: how it is opened, and what is done with it as a whole.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use engine::keys::Fingerprint;
use sea_orm::{
    DatabaseConnection, DbBackend, SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        postgres::PgPoolOptions,
        sqlite::{SqliteConnectOptions, SqlitePoolOptions},
    },
};

use super::{
    address::{Address, Host, Place},
    failure::{Failure, FailureKind},
    limits::Limits,
    link::Role,
    migrating::{MigrationLock, has_one_name, is_file},
    outcomes::Outcomes,
    pool::{Pool, PoolUsage},
    pooler::refuse_transaction_pooling,
    probe::Probe,
    reading::Reading,
    source::Source,
    transaction::Transaction,
};
use crate::{Error, client_failures::collected::Collected};

/// How many readers of a SQLite file there may be at once.
const SQLITE_READERS: u32 = 8;
/// How many connections to PostgreSQL there may be at once for reading. They are separate from the writers', so that commits that wait for
/// a standby, or for a lock, do not hold up reads.
const POSTGRES_READERS: u32 = 8;
/// How many connections to PostgreSQL there may be at once for writing.
const POSTGRES_WRITERS: u32 = 12;

/// The names of the pools.
const READ: &str = "read";
const WRITE: &str = "write";

/// The database. A clone is another handle to the same one.
#[derive(Clone)]
pub struct Store {
    reader: Reading,
    /// The readers' and the writers'.
    pools: [Pool; 2],
    outcomes: Outcomes,
    configuration_epoch: Arc<AtomicU64>,
    client_failures: Collected,
    probe: Probe,
    /// With the server of the first connection first.
    place: Place,
    migrations: DatabaseConnection,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at this address: `sqlite://regrant.db?mode=rwc` or `postgres://user:password@host/name`.
    /// The schema is not checked; that is the concern of the migrations.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        Self::open(&Address::parse(url)?, Limits::default()).await
    }

    /// Opens the database at this address, within these limits. Fails now where it cannot be reached, and not at the first request.
    pub async fn open(address: &Address, limits: Limits) -> Result<Self, Error> {
        match &address.place {
            Place::Sqlite(options) => Self::on_file(options, limits).await,
            Place::Postgres(hosts) => Self::on_servers(hosts, limits).await,
        }
    }

    async fn on_file(options: &SqliteConnectOptions, limits: Limits) -> Result<Self, Error> {
        is_file(options.get_filename())?;
        has_one_name(options.get_filename())?;
        // Created at most once: a file that disappears later is reported, and not replaced by an empty one.
        Source::Sqlite(Box::new(options.clone()), Role::Writer).open(limits).await?.close().await;
        let options = options.clone().create_if_missing(false);
        let source = |role| Source::Sqlite(Box::new(options.clone()), role);
        let pools = [Pool::new(READ, source(Role::Reader), SQLITE_READERS, limits), Pool::new(WRITE, source(Role::Writer), 1, limits)];
        let migrations = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(limits.idle)
            .connect_lazy_with(options.clone().busy_timeout(limits.lock));
        let file = options.get_filename().to_owned();
        for pool in &pools {
            pool.acquire().await?.release();
        }
        let migrations = SqlxSqliteConnector::from_sqlx_sqlite_pool(migrations);
        Ok(Self::of(pools, source(Role::Writer), Some(file), limits, Place::Sqlite(Box::new(options.clone())), migrations))
    }

    async fn on_servers(hosts: &[Host], limits: Limits) -> Result<Self, Error> {
        let source = Source::Postgres(hosts.into());
        let pools = [Pool::new(READ, source.clone(), POSTGRES_READERS, limits), Pool::new(WRITE, source.clone(), POSTGRES_WRITERS, limits)];
        let [reader, _] = &pools;
        let mut lease = reader.acquire().await?;
        let server = lease.link()?.server();
        lease.release();
        let mut hosts = hosts.to_vec();
        hosts.rotate_left(server);
        let first = hosts.first().map(|host| (*host.options).clone()).unwrap_or_default();
        refuse_transaction_pooling(&first, limits.acquire).await?;
        let migrations = PgPoolOptions::new().max_connections(1).idle_timeout(limits.idle).connect_lazy_with(first);
        let migrations = SqlxPostgresConnector::from_sqlx_postgres_pool(migrations);
        Ok(Self::of(pools, source, None, limits, Place::Postgres(hosts), migrations))
    }

    fn of(pools: [Pool; 2], source: Source, file: Option<PathBuf>, limits: Limits, place: Place, migrations: DatabaseConnection) -> Self {
        let outcomes = Outcomes::default();
        let probe = Probe::new(source, file, outcomes.clone(), limits);
        let [reader, _] = &pools;
        Self {
            reader: Reading::new(reader.clone()),
            pools,
            outcomes,
            configuration_epoch: Arc::default(),
            client_failures: Collected::default(),
            probe,
            place,
            migrations,
        }
    }

    /// Begins a write. On SQLite it occupies the one writer until it is committed or dropped, so keep it short: hash passwords before.
    pub async fn begin(&self) -> Result<Transaction, Error> {
        Transaction::begin(self.writer(), self.outcomes.clone(), Arc::clone(&self.configuration_epoch)).await
    }

    /// Returns a number that grows with each committed transaction of this process that wrote configuration.
    pub(crate) fn configuration_epoch(&self) -> u64 {
        self.configuration_epoch.load(Ordering::Acquire)
    }

    /// The failures that wait to be written.
    pub(crate) const fn client_failures(&self) -> &Collected {
        &self.client_failures
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.writer().backend()
    }

    pub(super) const fn writer(&self) -> &Pool {
        let [_, writer] = &self.pools;
        writer
    }

    pub(super) const fn outcomes(&self) -> &Outcomes {
        &self.outcomes
    }

    /// Checks within a second, and over a separate connection, that the database answers, has these migrations and accepts writes. Returns
    /// the fingerprints of the master keys that it was used with.
    pub async fn check_health(&self, migrations: &[&str]) -> Result<Vec<Fingerprint>, Failure> {
        if self.pools.iter().any(Pool::is_closed) {
            return Err(Failure::new("check the database", FailureKind::Unreachable, "the store was closed"));
        }
        self.probe.check(migrations).await
    }

    /// Closes connections that were idle or open for too long, and shrinks SQLite's log.
    pub async fn maintain(&self) -> Result<(), Error> {
        for pool in &self.pools {
            pool.maintain().await?;
        }
        Ok(())
    }

    /// Returns how the pools of connections are used, for reading and for writing.
    pub fn pool_usage(&self) -> [PoolUsage; 2] {
        self.pools.each_ref().map(Pool::usage)
    }

    /// Waits until no other process migrates, and keeps other processes waiting until the lock is dropped.
    pub async fn acquire_migration_lock(&self) -> Result<MigrationLock, Error> {
        Ok(match &self.place {
            Place::Sqlite(options) => MigrationLock::on_file(options.get_filename()).await?,
            Place::Postgres(hosts) => MigrationLock::on_server(hosts).await?,
        })
    }

    /// Returns the files that a server locks to claim a SQLite database: the lock file beside it, which follows its name, and the database
    /// file, which is the same wherever it is mounted.
    pub fn server_locks(&self) -> Option<[PathBuf; 2]> {
        self.place.server_locks()
    }

    /// Returns the connection for the migrations, which is used for nothing else and has no deadline.
    pub const fn connection_for_migrations(&self) -> &DatabaseConnection {
        &self.migrations
    }

    /// Returns where it is.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Returns the access for reading outside a transaction.
    pub(crate) const fn reader(&self) -> &Reading {
        &self.reader
    }

    /// Closes every connection.
    pub async fn close(self) -> Result<(), Error> {
        self.migrations.close().await?;
        for pool in &self.pools {
            pool.close().await;
        }
        Ok(())
    }
}
