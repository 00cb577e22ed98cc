//! Backups of a SQLite database, made while it is in use, and put back.

mod draft;
mod error;
mod restore;
mod sqlite;

use std::{fs, io, path::Path};

use sea_orm::sqlx;

use self::{
    draft::{Draft, at, is_there},
    sqlite::{check, copy, is_full},
};
pub use self::{
    error::BackupError,
    restore::{Left, Restore, find_left_beside},
};
use super::{
    address::{Place, as_path},
    failure::Failure,
    store::Store,
};

impl Store {
    /// Writes a copy of the database, as it is at one moment, into a file that must not exist; for its owner alone. Others read and write
    /// meanwhile. Returns its size in bytes.
    pub async fn back_up_into(&self, target: &Path) -> Result<u64, BackupError> {
        let Place::Sqlite(options) = self.place() else { return Err(BackupError::Postgres) };
        let target = &as_path(target);
        if target.exists() {
            return Err(at(target)(is_there()));
        }
        let draft = Draft::beside(target)?;
        let failed = |error: sqlx::Error| match error {
            error if is_full(&error) => at(draft.path())(io::ErrorKind::StorageFull.into()),
            error @ sqlx::Error::Database(_) => Failure::of_driver("VACUUM INTO", &error).into(),
            error => Failure::of_opening("back up the database", &error).into(),
        };
        copy(options, &draft).await.map_err(failed)?;
        check(draft.path()).await?;
        draft.sync()?;
        let size = fs::metadata(draft.path()).map(|file| file.len()).map_err(at(draft.path()))?;
        draft.put_new(target)?;
        Ok(size)
    }
}
