//! One migration at a time: a lock that the kernel or the database releases when its holder dies.

use std::{fs::File, path::Path, time::Duration};

use sea_orm::sqlx::{self, Connection as _, Executor as _, PgConnection};
use tokio::time::sleep;

use super::{
    address::{Host, beside},
    failure::{Failure, FailureKind},
};

/// The table of the lock, which no migration makes: it is there before the first one.
const MAKE: &str = "CREATE TABLE IF NOT EXISTS migration_lock (id smallint PRIMARY KEY); \
                    INSERT INTO migration_lock (id) VALUES (1) ON CONFLICT DO NOTHING";
/// A locked row is passed over and not waited for: a statement that waits is a transaction that an index, which is made beside others,
/// waits for. One that has its row and is idle is not.
const LOCK: &str = "BEGIN; SELECT id FROM migration_lock WHERE id = 1 FOR UPDATE SKIP LOCKED";
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
                Err(std::fs::TryLockError::WouldBlock) => sleep(PAUSE).await,
                Err(std::fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// Locks a row on a separate session, which has no deadline: a migration takes as long as it takes. Not every engine that speaks
    /// PostgreSQL's language has advisory locks of a session.
    pub(super) async fn on_server(hosts: &[Host]) -> Result<Self, Failure> {
        let Some(host) = hosts.first() else { return Err(Failure::all(Vec::new())) };
        let opening = format!("connect to {}", host.name);
        let connected = PgConnection::connect_with(&host.options).await;
        let mut connection = connected.map_err(|error| Failure::of_opening(&opening, &error))?;
        run(&mut connection, "SET idle_in_transaction_session_timeout = 0").await?;
        loop {
            match connection.fetch_optional(LOCK).await {
                Ok(Some(_)) => return Ok(Self { _held: Held::Session { _connection: Box::new(connection) } }),
                Ok(None) => sleep(PAUSE).await,
                Err(error) if has_code(&error, &["42P01"]) => {
                    run(&mut connection, "ROLLBACK").await?;
                    make(&mut connection).await?;
                    continue;
                }
                Err(error) if has_code(&error, &["40001", "40P01"]) => sleep(PAUSE).await,
                Err(error) => return Err(Failure::of_driver("lock the migrations", &error)),
            }
            run(&mut connection, "ROLLBACK").await?;
        }
    }
}

/// Makes the table of the lock. Of several processes that do so at once PostgreSQL refuses all but one, with one of these codes:
/// `unique_violation`, `duplicate_table`, `duplicate_object`.
async fn make(connection: &mut PgConnection) -> Result<(), Failure> {
    match connection.execute(MAKE).await {
        Err(error) if !has_code(&error, &["23505", "42P07", "42710"]) => Err(Failure::of_driver("make the lock of migrations", &error)),
        _ => Ok(()),
    }
}

async fn run(connection: &mut PgConnection, sql: &'static str) -> Result<(), Failure> {
    connection.execute(sql).await.map_err(|error| Failure::of_driver(sql, &error))?;
    Ok(())
}

fn has_code(error: &sqlx::Error, codes: &[&str]) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(|code| codes.contains(&&*code))
}

/// Opens a file that serves as a lock; creates it for its owner alone where it does not exist.
pub fn lock_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Refuses what is there and is no file, such as a directory or a device.
pub(super) fn is_file(database: &Path) -> Result<(), Failure> {
    if std::fs::metadata(database).is_ok_and(|found| !found.is_file()) {
        return Err(Failure::new("open the file", FailureKind::Other, format!("{} is not a regular file", database.display())));
    }
    Ok(())
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
