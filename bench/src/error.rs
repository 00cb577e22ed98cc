//! How a benchmark can fail: one sentence for the person at the terminal.

use std::{fmt::Display, io};

use domain::{
    lifetime::LifetimeError,
    name::{NameError, SlugError},
    user::InvalidUserIdentifier,
};
use engine::keys::{KeyError, MasterKeyError};

/// A failure of a benchmark.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed while it was seeded or asked.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A statement failed.
    #[error("the database failed: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A file, a process or a connection failed.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
    /// Something else, in words.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Returns a failure in words.
    pub fn other(sentence: impl Display) -> Self {
        Self::Other(sentence.to_string())
    }

    /// Returns a conversion of I/O errors that says what was tried.
    pub fn io(what: impl Display) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what: what.to_string(), source }
    }
}

macro_rules! in_words {
    ($($error:ty)*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::other(error)
            }
        }
    )*};
}

in_words! { NameError SlugError InvalidUserIdentifier KeyError LifetimeError MasterKeyError serde_json::Error }
