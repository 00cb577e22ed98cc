//! Backups of a SQLite database, made while it is in use.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use sea_orm::sqlx::{self, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{address::Place, failure::Failure, store::Store};

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has tools of its own.
    #[error("a PostgreSQL database is backed up with PostgreSQL's own tools, such as pg_dump or pg_basebackup")]
    Postgres,
    /// A file cannot be made, moved or read.
    #[error("the file {} cannot be used: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database refused.
    #[error(transparent)]
    Database(#[from] Failure),
    /// The file is no sound database.
    #[error("{} is not a sound SQLite database: {finding}", path.display())]
    Unsound {
        /// Which.
        path: PathBuf,
        /// The first thing that is wrong with it.
        finding: String,
    },
}

impl Store {
    /// Writes a copy of the database, as it is at one moment, into a file that must not exist; for its owner alone. Others read and write
    /// meanwhile. Returns its size in bytes.
    pub async fn back_up_into(&self, target: &Path) -> Result<u64, BackupError> {
        let Place::Sqlite(options) = self.place() else { return Err(BackupError::Postgres) };
        let failed = |source| BackupError::File { path: target.to_owned(), source };
        if target.exists() {
            return Err(failed(io::ErrorKind::AlreadyExists.into()));
        }
        let draft = beside(target, "draft");
        let _ = fs::remove_file(&draft);
        // SQLite writes into an empty file, which keeps its permissions.
        create_private(&draft).map_err(failed)?;
        let written = copy(options, &draft).await;
        let done = match written {
            Ok(()) => check_database(&draft).await.and_then(|()| {
                File::open(&draft).and_then(|file| file.sync_all()).map_err(failed)?;
                fs::rename(&draft, target).map_err(failed)?;
                fs::metadata(target).map(|file| file.len()).map_err(failed)
            }),
            Err(error) => Err(error),
        };
        if done.is_err() {
            let _ = fs::remove_file(&draft);
        }
        done
    }
}

async fn copy(options: &SqliteConnectOptions, draft: &Path) -> Result<(), BackupError> {
    let failed = |error: sqlx::Error| BackupError::Database(Failure::of_opening("back up the database", &error));
    let mut connection = SqliteConnection::connect_with(&options.clone().create_if_missing(false)).await.map_err(failed)?;
    let copied = sqlx::query("VACUUM INTO ?").bind(draft.to_string_lossy().into_owned()).execute(&mut connection).await;
    let _ = connection.close().await;
    copied.map(|_| ()).map_err(|error| BackupError::Database(Failure::of_driver("VACUUM INTO", &error)))
}

/// Checks that a file is a sound SQLite database.
async fn check_database(path: &Path) -> Result<(), BackupError> {
    let unsound = |finding: String| BackupError::Unsound { path: path.to_owned(), finding };
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(|error| unsound(error.to_string()))?;
    let row = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(|error| unsound(error.to_string()))?;
    let finding: String = row.try_get(0).map_err(|error| unsound(error.to_string()))?;
    let _ = connection.close().await;
    if finding == "ok" { Ok(()) } else { Err(unsound(finding)) }
}

/// Puts a backup in the place of a database that nobody has open. The former database is kept beside it, under the name that is returned; none
/// if there was none.
pub async fn restore_from(backup: &Path, database: &Path, suffix: &str) -> Result<Option<PathBuf>, BackupError> {
    check_database(backup).await?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::File { path, source }
    };
    let draft = beside(database, "draft");
    let _ = fs::remove_file(&draft);
    let mut copied = create_private(&draft).map_err(failed(&draft))?;
    File::open(backup).and_then(|mut backup| io::copy(&mut backup, &mut copied)).map_err(failed(backup))?;
    copied.sync_all().map_err(failed(&draft))?;
    let kept = database.exists().then(|| beside(database, suffix));
    if let Some(kept) = &kept {
        // The log belongs to the database, and would be applied to another one.
        for ending in ["-wal", "-shm"] {
            let (log, aside) = (with_ending(database, ending), with_ending(kept, ending));
            if log.exists() {
                fs::rename(&log, aside).map_err(failed(&log))?;
            }
        }
        fs::rename(database, kept).map_err(failed(database))?;
    }
    fs::rename(&draft, database).map_err(failed(database))?;
    Ok(kept)
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    with_ending(path, &format!(".{ending}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}
