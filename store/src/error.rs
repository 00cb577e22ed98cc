//! How a storage can fail. That something is not there is no failure: it is a `None`.

use sea_orm::DbErr;

use crate::connection::{AddressError, Failure, FailureKind};

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
    /// The address of the database is none that can be used.
    #[error("the database's address {0}")]
    Address(#[from] AddressError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Failure),
}

impl Error {
    /// What was tried at the database, for the log.
    pub fn operation(&self) -> &str {
        if let Self::Database(failure) = self { failure.operation() } else { "" }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        if failure.kind() == FailureKind::Conflict { Self::Conflict } else { Self::Database(failure) }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Failure::from(&error).into()
    }
}

/// An error of the engine's storage at this operation.
pub(crate) fn during(operation: &'static str) -> impl FnOnce(Error) -> engine::storage::StorageError {
    move |error| engine::storage::StorageError { operation, cause: Box::new(error) }
}
