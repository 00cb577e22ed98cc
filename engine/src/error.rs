//! Why the engine did not do what it was asked, and whose fault that is.

pub use crate::refusal::Refusal;
use crate::{keys::KeyError, storage::StorageError};

/// Why the engine did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused; the client is told so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The storage failed; the client is told `server_error` and nothing else.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The settings were changed again and again while a request was decided by them; the client is told `server_error` and nothing else.
    #[error("the settings were changed again and again meanwhile")]
    Unsettled,
    /// A key could not be used; the client is told `server_error` and nothing else.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A token could not be signed.
    #[error("the token could not be signed")]
    Signature(#[from] jsonwebtoken::errors::Error),
}
