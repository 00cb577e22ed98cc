use std::{io, path::PathBuf};

use crate::connection::failure::Failure;

/// Why there is no backup, or why none was restored.
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
    /// Another program has the database open.
    #[error("another program has {} open; end it first", path.display())]
    InUse {
        /// Which database.
        path: PathBuf,
    },
}
