//! What SQLite does for a backup.

use std::{io, path::Path};

use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{
    draft::{Draft, at},
    error::BackupError,
};
use crate::connection::failure::Failure;

/// SQLite's result codes (<https://www.sqlite.org/rescode.html>), of which an extended one has the primary one in its lowest byte.
const BUSY: u32 = 5;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const NOT_A_DATABASE: u32 = 26;

/// A statement that reads a whole database takes long, and that is no news for the log.
fn quiet(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.disable_statement_logging()
}

/// Writes a copy of a database, as it is at one moment, into an empty file, which keeps its permissions.
pub(super) async fn copy(options: &SqliteConnectOptions, draft: &Draft) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(&quiet(options.clone()).create_if_missing(false)).await?;
    let copied = sqlx::query("VACUUM INTO ?").bind(draft.name().to_owned()).execute(&mut connection).await;
    let _ = connection.close().await;
    copied.map(drop)
}

/// Returns whose fault it was that a copy failed.
pub(super) fn fault_of_copying(error: &sqlx::Error, from: &Path, to: &Path) -> BackupError {
    if is_full(error) {
        return at(to)(io::ErrorKind::StorageFull.into());
    }
    BackupError::Unsound { path: from.to_owned(), finding: error.to_string() }
}

/// Returns whether there is no room for a copy.
pub(super) fn is_full(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(FULL)
}

/// Checks that a file is a sound SQLite database, without what is in a log beside it.
pub(super) async fn check(path: &Path) -> Result<(), BackupError> {
    let options = quiet(SqliteConnectOptions::new().filename(path).read_only(true).immutable(true));
    let finding = match find_fault(&options).await {
        Ok(finding) if finding == "ok" => return Ok(()),
        Ok(finding) => finding,
        Err(error) => error.to_string(),
    };
    Err(BackupError::Unsound { path: path.to_owned(), finding })
}

async fn find_fault(options: &SqliteConnectOptions) -> Result<String, sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let found = look_for_fault(&mut connection).await;
    let _ = connection.close().await;
    found
}

async fn look_for_fault(connection: &mut SqliteConnection) -> Result<String, sqlx::Error> {
    // SQLite finds no fault with a file that is empty.
    if sqlx::query("PRAGMA page_count").fetch_one(&mut *connection).await?.try_get::<i64, _>(0)? == 0 {
        return Ok("it is empty".to_owned());
    }
    sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut *connection).await?.try_get(0)
}

/// Takes what is in the logs beside a database into it, so that the file alone is all of it. Nobody else has it open then. One that is
/// damaged stays as it is.
///
/// # Errors
/// [`BackupError::InUse`] where another program has it open.
pub(super) async fn take_in_logs(path: &Path) -> Result<(), BackupError> {
    match leave_logs(path).await {
        Ok(mode) if mode.eq_ignore_ascii_case("delete") => Ok(()),
        Ok(_) => Err(BackupError::InUse { path: path.to_owned() }),
        Err(error) => match primary_code(&error) {
            Some(CORRUPT | NOT_A_DATABASE) => Ok(()),
            Some(BUSY) => Err(BackupError::InUse { path: path.to_owned() }),
            _ => Err(BackupError::Database(Failure::of_opening("take in the log of the database", &error))),
        },
    }
}

/// Leaves the mode in which there is a log, which nobody can while another has the database open. Returns the mode.
async fn leave_logs(path: &Path) -> Result<String, sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await?;
    let row = sqlx::query("PRAGMA journal_mode = DELETE").fetch_one(&mut connection).await;
    let closed = connection.close().await;
    let mode = row?.try_get(0);
    closed.and(mode)
}

fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?.parse::<u32>().ok()?;
    Some(code & 0xff)
}
