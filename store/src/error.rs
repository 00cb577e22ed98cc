//! How the store can fail. That something does not exist is no failure: it is a `None`.

use sea_orm::DbErr;

use crate::connection::{AddressError, COMMIT, Failure, FailureKind};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address, name or identifier is taken.
    #[error("something else has this address, name or identifier already")]
    Conflict,
    /// The row was changed by somebody else since it was read.
    #[error("it was changed by somebody else since it was read")]
    Stale,
    /// A value in the database is not one that this version of Regrant writes.
    #[error("the column {column} of a row of {table} cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The address of the database cannot be used.
    #[error("the database's address {0}")]
    Address(#[from] AddressError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Failure),
}

impl Error {
    /// Returns whether the database ended the transaction in favour of another one: nothing was written, and it may be tried again.
    pub(crate) const fn is_aborted(&self) -> bool {
        matches!(self, Self::Database(failure) if failure.is_aborted())
    }

    /// Returns whether the connection was lost with the answer to a COMMIT: nobody knows whether it was done.
    pub(crate) fn loses_commit(&self) -> bool {
        matches!(self, Self::Database(failure) if failure.is_lost() && failure.operation() == COMMIT)
    }

    /// Returns the operation on the database that failed, for the log.
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
