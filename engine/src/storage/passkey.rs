//! Passkeys of users.

use std::future::Future;

use domain::id::{UserId, WorkspaceId};

use super::error::StorageError;
use crate::passkey::Passkey;

/// Passkeys of users.
pub trait PasskeyStorage {
    /// Returns the passkey that its authenticator calls so, and whose it is.
    fn find_passkey(
        &self,
        workspace: WorkspaceId,
        credential: &[u8],
    ) -> impl Future<Output = Result<Option<(UserId, Passkey)>, StorageError>> + Send;

    /// Returns the passkeys of a user, the oldest first.
    fn list_passkeys(&self, workspace: WorkspaceId, user: UserId) -> impl Future<Output = Result<Vec<Passkey>, StorageError>> + Send;
}
