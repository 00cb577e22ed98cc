//! The second factors of users.

use std::future::Future;

use domain::id::{UserId, WorkspaceId};

use super::{error::StorageError, secret_hash::SecretHash};

/// The second factor of a user: an authenticator app, and codes for its loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret that the app has, sealed under the master key.
    pub sealed_secret: Vec<u8>,
    /// The last step whose code was used.
    pub last_step: i64,
    /// The hashes of the recovery codes that are left.
    pub recovery_codes: Vec<SecretHash>,
    /// Counts its changes.
    pub version: i64,
}

/// The use of a code, in the transaction of the session that begins with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorUse {
    /// The version that the code was checked against. While it is in force, the code was not used.
    pub version: i64,
    /// The last step whose code is used then.
    pub last_step: i64,
    /// The recovery codes that are left then.
    pub recovery_codes: Vec<SecretHash>,
}

/// Second factors.
pub trait SecondFactorStorage {
    /// Returns the second factor of a user, if there is one.
    fn find_second_factor(
        &self,
        workspace: WorkspaceId,
        user: UserId,
    ) -> impl Future<Output = Result<Option<SecondFactor>, StorageError>> + Send;
}
