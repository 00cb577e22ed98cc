//! How a storage can fail. That something is not there is no failure: it is a `None`.

use sea_orm::{DbErr, SqlErr};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something else has this address, name or identifier already.
    #[error("something else has this address, name or identifier already")]
    Conflict,
    /// It was changed by somebody else since it was read.
    #[error("it was changed by somebody else since it was read")]
    Stale,
    /// A value in the database is none that this version of Regrant writes.
    #[error("the column {column} of a row of {table} cannot be read")]
    Corrupt {
        /// Of which table.
        table: &'static str,
        /// In which column.
        column: &'static str,
    },
    /// The address of the database names none that there is.
    #[error(
        "the database's address must be a file, as in sqlite://regrant.db?mode=rwc, or a PostgreSQL server, as in postgres://user:password@host/name"
    )]
    Address,
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] DbErr),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Conflict,
            _ => Self::Database(error),
        }
    }
}

impl From<Error> for engine::storage::StorageError {
    fn from(error: Error) -> Self {
        Self(Box::new(error))
    }
}
