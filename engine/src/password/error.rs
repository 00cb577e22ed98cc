//! Why a password was not hashed or checked.

/// The password could not be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct PasswordHashError;

/// Too many passwords are waiting to be checked or hashed already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked at the moment; try again in {} seconds", Self::RETRY_AFTER_SECONDS)]
pub struct Busy;

impl Busy {
    /// When it is worth trying again: a full queue is worked off in about this time.
    pub const RETRY_AFTER_SECONDS: i64 = 3;
}

/// Why a password was not hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// There was no room for it.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// It could not be hashed.
    #[error(transparent)]
    Failed(#[from] PasswordHashError),
}
