//! One migration at a time: a lock that the kernel or the database gives back when whoever holds it dies.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::{
    address::Host,
    failure::{Failure, FailureKind},
};

/// The number of the lock that a migrating node holds: `regrant` in ASCII, so that nobody else takes it by chance.
const MIGRATIONS_LOCK: u64 = 0x72_65_67_72_61_6e_74;
/// How long to wait before the next try.
const PAUSE: Duration = Duration::from_millis(20);

/// Keeps other migrations waiting until it is dropped.
#[derive(Debug)]
pub struct MigrationLock {
    _held: Held,
}

#[derive(Debug)]
enum Held {
    File { _file: File },
    Session { _connection: Box<PgConnection> },
}

impl MigrationLock {
    /// On a file beside the database's: SQLite's own locks end with each of the migrations' transactions.
    pub(super) async fn on_file(database: &Path) -> Result<Self, Failure> {
        let path = beside(database, "migrations.lock");
        let failed =
            |error: std::io::Error| Failure::new("lock the migrations", FailureKind::Other, format!("{}: {error}", path.display()));
        let file = lock_file(&path).map_err(failed)?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _held: Held::File { _file: file } }),
                Err(std::fs::TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
                Err(std::fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// By an advisory lock of a session of its own, for which no deadline holds: a migration takes as long as it takes.
    pub(super) async fn on_server(hosts: &[Host]) -> Result<Self, Failure> {
        let Some(host) = hosts.first() else { return Err(Failure::all(Vec::new())) };
        let opening = format!("connect to {}", host.name);
        let connected = PgConnection::connect_with(&host.options).await;
        let mut connection = connected.map_err(|error| Failure::of_opening(&opening, &error))?;
        let lock = format!("SELECT pg_advisory_lock({MIGRATIONS_LOCK})");
        connection.execute(AssertSqlSafe(lock.clone())).await.map_err(|error| Failure::of_driver(&lock, &error))?;
        Ok(Self { _held: Held::Session { _connection: Box::new(connection) } })
    }
}

/// Opens a file that is locked and holds nothing of worth; where there is none, one is made for its owner alone.
pub fn lock_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Refuses a file that has a second name: SQLite keeps its log and its locks by the name that a file is opened by, and what was
/// committed by one name is not seen by the other.
#[cfg(unix)]
pub(super) fn has_one_name(database: &Path) -> Result<(), Failure> {
    let names = std::fs::metadata(database).map_or(1, |metadata| std::os::unix::fs::MetadataExt::nlink(&metadata));
    if names <= 1 {
        return Ok(());
    }
    let cause = format!(
        "{} has {names} names (hard links), and what is written by one of them is lost to the others; remove those that are not used",
        database.display()
    );
    Err(Failure::new("open the file", FailureKind::Other, cause))
}

/// Elsewhere nothing is known of a file's names.
#[cfg(not(unix))]
pub(super) fn has_one_name(_: &Path) -> Result<(), Failure> {
    Ok(())
}

/// A file beside the database's, by the name that all who open the database agree on.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    database.with_file_name(name)
}
