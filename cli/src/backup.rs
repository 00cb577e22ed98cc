//! `regrant backup` and `regrant restore`

use std::path::PathBuf;

use domain::clock::Clock as _;
use store::{BackupError, Restore};

use super::{failure::Failure, open::open, terminal};
use crate::{
    clock::SystemClock,
    config::Configuration,
    installation::{Installation, OpenError, ServerLock, private_file},
};

/// Writes a copy of a SQLite database into a file, while a server uses it.
///
/// The master key is not in it: keep a copy of the key apart. PostgreSQL has tools of its own for backups.
#[derive(Debug, clap::Args)]
pub(super) struct BackupArguments {
    /// The new file.
    file: PathBuf,
}

/// Puts a backup in the place of a SQLite database that no server uses. The former database is kept beside it.
///
/// Refresh tokens that were replaced since the backup are refused afterwards, and their users sign in again.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreArguments {
    /// The backup.
    file: PathBuf,
}

pub(super) async fn back_up(configuration: Configuration, arguments: BackupArguments) -> Result<(), Failure> {
    let installation = open(configuration).await?;
    let size = installation.store.back_up_into(&arguments.file).await.map_err(Failure::Backup)?;
    terminal::say(&format!(
        "The database was copied to {} ({size} bytes), and the copy is sound. The master key is not in it: keep a copy of the key apart.",
        arguments.file.display()
    ));
    Ok(())
}

pub(super) async fn restore(configuration: Configuration, arguments: RestoreArguments) -> Result<(), Failure> {
    let address = configuration.database_url.clone();
    let (Some(database), Some(locks)) = (address.file(), address.server_locks()) else {
        return Err(Failure::Backup(BackupError::Postgres));
    };
    private_file::create_directory(&configuration.data_dir)
        .map_err(|source| OpenError::Directory { path: configuration.data_dir.clone(), source })?;
    let lock = ServerLock::take(&locks, "regrant restore").map_err(OpenError::from)?;
    let (file, now) = (arguments.file, SystemClock.now());
    let restore = Restore::prepare(&file, database).await.map_err(Failure::Backup)?;
    let usable = Installation::check_file(&configuration, restore.draft(), now).await;
    usable.map_err(|cause| Failure::Unusable { file: file.clone(), cause })?;
    let kept = restore.put_in_place(now).await.map_err(Failure::Backup)?;
    drop(lock);
    let kept = kept.map(|kept| format!(" The former database is {}.", kept.display())).unwrap_or_default();
    terminal::say(&format!("The database {} is the backup {} now.{kept}", database.display(), file.display()));
    // A schema of an earlier version is told now, and not at the next start.
    let restored = open(configuration).await?;
    Ok(restored.check_schema().await?)
}
