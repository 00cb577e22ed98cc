//! One migration at a time: a lock that the kernel or the database releases when its holder dies.

use std::{fs::File, path::Path, time::Duration};

use sea_orm::sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use super::{
    address::{Host, beside},
    failure::{Failure, FailureKind},
};

/// The number of the advisory lock of migrations: `regrant` in ASCII, so that nobody else uses it by chance.
const MIGRATIONS_LOCK: u64 = 0x72_65_67_72_61_6e_74;
/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// The lock of migrations, released when it is dropped.
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
    /// Locks a file beside the database's: SQLite's own locks end with each of the migrations' transactions.
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

    /// Acquires an advisory lock on a separate session, which has no deadline: a migration takes as long as it takes.
    pub(super) async fn on_server(hosts: &[Host]) -> Result<Self, Failure> {
        let Some(host) = hosts.first() else { return Err(Failure::all(Vec::new())) };
        let opening = format!("connect to {}", host.name);
        let connected = PgConnection::connect_with(&host.options).await;
        let mut connection = connected.map_err(|error| Failure::of_opening(&opening, &error))?;
        let lock = format!("SELECT pg_try_advisory_lock({MIGRATIONS_LOCK}) AS holds");
        // Asked again and again: a statement that waits is a transaction that an index, which is made beside others, waits for.
        loop {
            let row = connection.fetch_one(AssertSqlSafe(lock.clone())).await.map_err(|error| Failure::of_driver(&lock, &error))?;
            if row.try_get("holds").map_err(|error| Failure::of_driver(&lock, &error))? {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Self { _held: Held::Session { _connection: Box::new(connection) } })
    }
}

/// Opens a file that serves as a lock; creates it for its owner alone where it does not exist.
pub fn lock_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Refuses a file that has a second name: SQLite names its log and its locks after the name that a file is opened by, and what was
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

/// Nothing is known of a file's names on other systems.
#[cfg(not(unix))]
pub(super) fn has_one_name(_: &Path) -> Result<(), Failure> {
    Ok(())
}
