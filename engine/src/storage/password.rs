//! Hashes of the passwords of users.

use std::future::Future;

use domain::{
    audit::AuditEvent,
    id::{UserId, WorkspaceId},
};

use super::error::StorageError;
use crate::gate::Renewal;

/// A user's password, hashed anew as it was typed.
#[derive(Debug, Clone)]
pub struct HashRenewal {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The user.
    pub user_id: UserId,
    /// The hash that was checked, and the one that takes its place.
    pub renewal: Renewal,
    /// The audit line.
    pub audit: AuditEvent,
}

/// Hashes of the passwords of users.
pub trait PasswordStorage {
    /// Replaces the hash of a user's password where it is still the one that was checked, with its audit line. Returns whether it was. The user's
    /// version stays: it is the same password, and whatever was decided by it stands.
    fn renew_password_hash(&self, renewal: HashRenewal) -> impl Future<Output = Result<bool, StorageError>> + Send;
}
