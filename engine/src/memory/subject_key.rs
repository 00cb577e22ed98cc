//! The keys by which workspaces name their users to sectors.

use domain::id::WorkspaceId;

use super::tables::MemoryStorage;
use crate::storage::{StorageError, SubjectKeyStorage};

impl SubjectKeyStorage for MemoryStorage {
    async fn find_subject_key(&self, workspace: WorkspaceId) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.tables().subject_keys.get(&workspace).cloned())
    }

    async fn keep_subject_key(&self, workspace: WorkspaceId, sealed: Vec<u8>) -> Result<Vec<u8>, StorageError> {
        Ok(self.tables().subject_keys.entry(workspace).or_insert(sealed).clone())
    }
}
