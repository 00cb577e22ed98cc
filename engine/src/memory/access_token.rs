//! Denied access tokens and used proofs.

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, WorkspaceId},
};

use super::tables::MemoryStorage;
use crate::storage::{AccessTokenStorage, SecretHash, StorageError};

impl AccessTokenStorage for MemoryStorage {
    async fn deny_access_token(&self, workspace: WorkspaceId, token: AccessTokenId, _expires_at: Timestamp) -> Result<(), StorageError> {
        self.tables().denied_access_tokens.insert(token, workspace);
        Ok(())
    }

    async fn is_access_token_denied(&self, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, StorageError> {
        Ok(self.tables().denied_access_tokens.get(&token) == Some(&workspace))
    }

    async fn use_proof(&self, workspace: WorkspaceId, proof: SecretHash, _expires_at: Timestamp) -> Result<bool, StorageError> {
        Ok(self.tables().used_proofs.insert((workspace, proof)))
    }
}
