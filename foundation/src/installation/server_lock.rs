//! One server to a SQLite file: a lock that the kernel gives back when the process dies, beside the file, with the process's name in it.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Holds the database until it is dropped.
#[derive(Debug)]
pub struct ServerLock {
    _files: Vec<File>,
}

/// Why the database cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another server has it.
    #[error(
        "Another server uses this database: {holder}. A SQLite file belongs to one server at a time; stop that one first, or use \
         PostgreSQL for several."
    )]
    InUse {
        /// Which process.
        holder: String,
    },
    /// The file cannot be made or locked.
    #[error("The lock file {} cannot be used: {source}.", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ServerLock {
    /// Takes the lock in the name of a command: on the file with the name in it, and on the database's own.
    ///
    /// The second is a lock of another kind than SQLite's own, and goes with the process: to give it back earlier would give back
    /// SQLite's, too. A database that is not there is claimed by its name alone.
    pub fn take([named, database]: &[PathBuf; 2], command: &str) -> Result<Self, LockError> {
        let holder = || {
            let holder = fs::read_to_string(named).unwrap_or_default();
            holder.lines().next().filter(|line| !line.is_empty()).unwrap_or("a process that has just begun").to_owned()
        };
        let mut file = lock(named, holder)?;
        let database =
            database.exists().then(|| lock(database, || "a process to which the file has another name".to_owned())).transpose()?;
        // The lock is what counts; a disk that is full has no room for the name.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "`{command}`, process {}", std::process::id()));
        Ok(Self { _files: [file].into_iter().chain(database).collect() })
    }
}

fn lock(path: &Path, holder: impl FnOnce() -> String) -> Result<File, LockError> {
    let failed = |source| LockError::File { path: path.to_owned(), source };
    let file = store::lock_file(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LockError::InUse { holder: holder() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
