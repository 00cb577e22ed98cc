//! The keys by which workspaces name their users to sectors.

use std::future::Future;

use domain::id::WorkspaceId;

use super::error::StorageError;

/// The keys by which workspaces name their users to sectors, each sealed under the master key. A workspace has one at most, for good.
pub trait SubjectKeyStorage {
    /// Returns the sealed key of a workspace, if it has one.
    fn find_subject_key(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Option<Vec<u8>>, StorageError>> + Send;

    /// Keeps a sealed key for a workspace that has none, and returns the one that it has then: however many keep one at once, all get the same.
    fn keep_subject_key(&self, workspace: WorkspaceId, sealed: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, StorageError>> + Send;
}
