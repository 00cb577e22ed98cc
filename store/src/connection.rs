//! The way to the database: readers, one way to write, and a look at how it is.

mod address;
mod failure;
mod limits;
mod link;
mod migrating;
mod outcomes;
mod pool;
mod probe;
mod reading;
mod transaction;

use std::{path::PathBuf, time::Duration};

use engine::keys::Fingerprint;
use sea_orm::{
    DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        postgres::PgPoolOptions,
        sqlite::{SqliteConnectOptions, SqlitePoolOptions},
    },
};

pub(crate) use self::probe::APPLIED;
pub use self::{
    address::{Address, AddressError},
    failure::{Failure, FailureKind},
    limits::Limits,
    migrating::{MigrationLock, lock_file},
    reading::Reading,
    transaction::{Transaction, Writing},
};
use self::{
    address::{Host, Place},
    link::Role,
    migrating::{beside, has_one_name},
    outcomes::Outcomes,
    pool::{Pool, Source},
    probe::Probe,
};
use crate::Error;

/// How many readers of a SQLite file there may be at once.
const SQLITE_READERS: u32 = 8;
/// How many connections to PostgreSQL there may be at once for reading. They are apart from the writers', so that commits which wait for
/// a standby, or a lock, do not keep what only reads.
const POSTGRES_READERS: u32 = 8;
/// And for writing.
const POSTGRES_WRITERS: u32 = 12;

/// The database. A clone is another handle to the same one.
#[derive(Clone)]
pub struct Store {
    reader: Reading,
    /// The readers' and the writers'.
    pools: [Pool; 2],
    outcomes: Outcomes,
    probe: Probe,
    /// With the server first to which the first connection led.
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
    /// The schema is not looked at; that is the migrations' concern.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        Self::open(&Address::parse(url)?, Limits::default()).await
    }

    /// Opens the database at this address, within these limits. One that is not there says so now, and not at the first request.
    pub async fn open(address: &Address, limits: Limits) -> Result<Self, Error> {
        match &address.place {
            Place::Sqlite(options) => Self::on_file(options, limits).await,
            Place::Postgres(hosts) => Self::on_servers(hosts, limits).await,
        }
    }

    async fn on_file(options: &SqliteConnectOptions, limits: Limits) -> Result<Self, Error> {
        has_one_name(options.get_filename())?;
        // Made at most once: a file that goes away later is missed, and not replaced by an empty one.
        Source::Sqlite(Box::new(options.clone()), Role::Writer).open(limits).await?.close().await;
        let options = options.clone().create_if_missing(false);
        let source = |role| Source::Sqlite(Box::new(options.clone()), role);
        let pools = [Pool::new(source(Role::Reader), SQLITE_READERS, limits), Pool::new(source(Role::Writer), 1, limits)];
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
        let pools = [Pool::new(source.clone(), POSTGRES_READERS, limits), Pool::new(source.clone(), POSTGRES_WRITERS, limits)];
        let [reader, _] = &pools;
        let mut lease = reader.acquire().await?;
        let server = lease.link()?.server();
        lease.release();
        let mut hosts = hosts.to_vec();
        hosts.rotate_left(server);
        let first = hosts.first().map(|host| (*host.options).clone()).unwrap_or_default();
        let migrations = PgPoolOptions::new().max_connections(1).idle_timeout(limits.idle).connect_lazy_with(first);
        let migrations = SqlxPostgresConnector::from_sqlx_postgres_pool(migrations);
        Ok(Self::of(pools, source, None, limits, Place::Postgres(hosts), migrations))
    }

    fn of(pools: [Pool; 2], source: Source, file: Option<PathBuf>, limits: Limits, place: Place, migrations: DatabaseConnection) -> Self {
        let outcomes = Outcomes::default();
        let probe = Probe::new(source, file, outcomes.clone(), limits);
        let [reader, _] = &pools;
        Self { reader: Reading::new(reader.clone()), pools, outcomes, probe, place, migrations }
    }

    /// Begins a write. On SQLite it holds the one writer until it is committed or dropped, so keep it short: hash passwords before.
    pub async fn begin(&self) -> Result<Transaction, Error> {
        let [_, writer] = &self.pools;
        Transaction::begin(writer, self.outcomes.clone()).await
    }

    /// Looks whether the database answers, has these migrations and takes writes, within a second and over a connection of its own.
    /// Returns the fingerprints of the master keys that it was used with.
    pub async fn look(&self, migrations: &[&str]) -> Result<Vec<Fingerprint>, Failure> {
        if self.pools.iter().any(Pool::is_closed) {
            return Err(Failure::new("look at the database", FailureKind::Unreachable, "the store was closed"));
        }
        self.probe.look(migrations).await
    }

    /// Closes connections that have rested or lived for too long, and lets SQLite's log shrink.
    pub async fn tidy(&self) -> Result<(), Error> {
        for pool in &self.pools {
            pool.prune();
        }
        if let Place::Sqlite(options) = &self.place {
            // Without patience: where somebody reads or writes just now, the next time is soon enough.
            let limits = Limits { lock: Duration::ZERO, ..Limits::default() };
            let mut link = Source::Sqlite(options.clone(), Role::Writer).open(limits).await?;
            let shrunk = link.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
            link.close().await;
            shrunk?;
        }
        Ok(())
    }

    /// Waits until no other process migrates, and keeps the others waiting until what is returned is dropped.
    pub async fn lock_migrations(&self) -> Result<MigrationLock, Error> {
        Ok(match &self.place {
            Place::Sqlite(options) => MigrationLock::on_file(options.get_filename()).await?,
            Place::Postgres(hosts) => MigrationLock::on_server(hosts).await?,
        })
    }

    /// The files that a server of a SQLite database locks to say that it is its own: the one beside it, which has its name, and the
    /// database's, which is the same wherever it is mounted.
    pub fn server_locks(&self) -> Option<[PathBuf; 2]> {
        match &self.place {
            Place::Sqlite(options) => Some([beside(options.get_filename(), "lock"), options.get_filename().to_owned()]),
            Place::Postgres(_) => None,
        }
    }

    /// The connection for the migrations; nothing else goes this way. No deadline holds for it.
    pub const fn connection_for_migrations(&self) -> &DatabaseConnection {
        &self.migrations
    }

    /// For reading outside a transaction.
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
