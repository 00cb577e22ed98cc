//! One server to a SQLite file: a lock that the kernel gives back when the process dies, beside the file, with the process's name in it.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Holds the database until it is dropped.
#[derive(Debug)]
pub(crate) struct ServerLock {
    _file: File,
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
    /// Takes the lock in the name of a command.
    pub(crate) fn take(path: &Path, command: &str) -> Result<Self, LockError> {
        let failed = |source| LockError::File { path: path.to_owned(), source };
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(path).unwrap_or_default();
                let holder = holder.lines().next().filter(|line| !line.is_empty()).unwrap_or("a process that has just begun");
                return Err(LockError::InUse { holder: holder.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // The lock is what counts; a disk that is full has no room for the name.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "`{command}`, process {}", std::process::id()));
        Ok(Self { _file: file })
    }
}
