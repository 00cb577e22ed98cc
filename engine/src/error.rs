//! Why a request was not answered as it was asked, and whose fault that is.

pub use crate::refusal::Refusal;
use crate::{keys::KeyError, signing_key::SigningError, storage::StorageError};

/// Why a request was not answered as it was asked. The client is told [`Error::refusal`]; the rest is for the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The settings changed again and again while the request was decided by them.
    #[error("the settings were changed again and again meanwhile")]
    Unsettled,
    /// A key could not be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A token could not be signed.
    #[error(transparent)]
    Signature(#[from] SigningError),
}

impl Error {
    /// Returns what the client is told: the refusal, or that the server cannot answer now.
    pub const fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => *refusal,
            Self::Storage(_) | Self::Unsettled | Self::Key(_) | Self::Signature(_) => Refusal::TemporarilyUnavailable,
        }
    }
}
