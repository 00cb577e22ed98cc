//! A backup that takes the place of a database. Whenever that is cut off, the former database is whole, and in its place or beside it.

use std::{
    fs::{self, File, OpenOptions},
    io::{Error, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use domain::clock::Timestamp;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use super::{
    draft::{Draft, LOGS, at, has_logs, link_or_copy, remove_left_beside, remove_logs, under_new_name, with_ending},
    error::BackupError,
    sqlite::{check, copy, fault_of_copying, take_in_logs},
};
use crate::connection::address::as_path;

/// A former database is kept under its name with this ending and the seconds of the restore.
const KEPT: &str = "before-restore";

/// A backup that was copied beside the database whose place it is to take. Without [`Restore::put_in_place`] the copy goes again.
#[derive(Debug)]
pub struct Restore {
    draft: Draft,
    database: PathBuf,
}

impl Restore {
    /// Copies a backup, with what was committed to it and is in a log beside it, and checks that it is a sound database. Nobody else
    /// restores the same database meanwhile.
    pub async fn prepare(backup: &Path, database: &Path) -> Result<Self, BackupError> {
        // SQLite names a log after the file, and not after a link to it.
        let [backup, database] = [backup, database].map(|path| path.canonicalize().unwrap_or_else(|_| as_path(path)));
        if !fs::metadata(&backup).map_err(at(&backup))?.is_file() {
            return Err(at(&backup)(Error::new(ErrorKind::InvalidInput, "it is not a file")));
        }
        // Of a restore that was cut off.
        remove_left_beside(&database);
        let draft = if has_logs(&backup) {
            let draft = Draft::beside(&database)?;
            let copied = copy(&SqliteConnectOptions::new().filename(&backup).read_only(true), &draft).await;
            copied.map_err(|error| fault_of_copying(&error, &backup, draft.path()))?;
            check(draft.path()).await?;
            draft
        } else {
            check(&backup).await?;
            let draft = Draft::beside(&database)?;
            copy_bytes(&backup, draft.path())?;
            draft
        };
        Ok(Self { draft, database })
    }

    /// Returns the copy, for a look at what is in it.
    pub fn draft(&self) -> &Path {
        self.draft.path()
    }

    /// Puts the copy in the place of the database, which nobody may have open. The former database is kept beside it, under the name that
    /// is returned; none if there was none.
    pub async fn put_in_place(self, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
        let Self { draft, database } = self;
        take_in_logs(draft.path()).await?;
        draft.sync()?;
        if database.exists() {
            take_in_logs(&database).await?;
        }
        let (kept, was_there) = keep(&database, now)?;
        // Nothing is in them, unless the database is damaged: then they are kept beside the one that is kept.
        remove_logs(&database)?;
        if let Err(error) = draft.replace(&database) {
            // With two names the former one would be refused.
            if was_there && !has_logs(&kept) {
                let _ = fs::remove_file(&kept);
            }
            return Err(error);
        }
        Ok(was_there.then_some(kept))
    }
}

/// What is beside the place of a database that is not there, or is empty: something is missing then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// A database that was kept by a restore, or the draft of one.
    ByRestore(PathBuf),
    /// A log of SQLite's with what was committed to the database, or is to be undone in it. SQLite deletes it where the database is new.
    Log(PathBuf),
}

/// Returns what is left beside a database, if that is not there or is empty.
pub fn find_left_beside(database: &Path) -> Option<Left> {
    let found = fs::metadata(database).ok();
    if found.as_ref().is_some_and(|found| !found.is_file() || found.len() > 0) {
        return None;
    }
    // To an empty file, one that is to be undone belongs: it was cut off at its first write.
    let logs = if found.is_some() { &LOGS[..1] } else { &LOGS[..] };
    let log = logs.iter().map(|ending| with_ending(database, ending)).find(|log| fs::metadata(log).is_ok_and(|log| log.len() > 0));
    kept_beside(database).map(Left::ByRestore).or_else(|| log.map(Left::Log))
}

fn kept_beside(database: &Path) -> Option<PathBuf> {
    let name = database.file_name()?.to_string_lossy();
    let directory = database.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_left = |path: &PathBuf| {
        let other = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = other.strip_prefix(&*name).unwrap_or_default();
        [format!(".{KEPT}-"), ".draft".to_owned()].iter().any(|left| ending.starts_with(left.as_str()))
    };
    fs::read_dir(directory).ok()?.filter_map(|entry| Some(entry.ok()?.path())).filter(is_left).min()
}

/// Gives the former database, and what is in logs beside it, a second name. Returns the name, and whether there was a database.
fn keep(database: &Path, now: Timestamp) -> Result<(PathBuf, bool), BackupError> {
    let (kept, was_there) = under_new_name(database, &format!("{KEPT}-{}", now.as_seconds()), |kept| match link_or_copy(database, kept) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        linked => linked.map(|()| true),
    })?;
    for ending in LOGS {
        let (log, aside) = (with_ending(database, ending), with_ending(&kept, ending));
        if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            link_or_copy(&log, &aside).map_err(at(&aside))?;
        }
    }
    Ok((kept, was_there))
}

/// Copies a file into one that is there. An error names the file at which it happened.
fn copy_bytes(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = File::open(from).map_err(at(from))?;
    let mut target = OpenOptions::new().write(true).open(to).map_err(at(to))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = source.read(&mut buffer).map_err(at(from))?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        target.write_all(bytes).map_err(at(to))?;
    }
    target.sync_all().map_err(at(to))
}
