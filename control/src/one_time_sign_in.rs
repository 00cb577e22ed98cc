//! One-time sign-ins of administrators.

use domain::{clock::Timestamp, secret::Secret};
use engine::{keys::hash_secret, storage::SecretHash};

/// For how long a one-time sign-in is valid.
pub(crate) const ONE_TIME_SECONDS: i64 = 24 * 3600;

/// A one-time sign-in. Its token is shown only once.
#[derive(Debug, Clone)]
pub struct OneTimeSignIn {
    /// What the administrator signs in with.
    pub token: Secret<String>,
    /// When it expires unused.
    pub expires_at: Timestamp,
}

/// What is stored of a one-time sign-in.
pub(crate) fn one_time_hash(token: &str) -> SecretHash {
    hash_secret("administrator-one-time", token)
}
