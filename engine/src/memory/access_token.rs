//! Denied access tokens and used proofs.

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, WorkspaceId},
};

use super::tables::MemoryStorage;
use crate::storage::{AccessTokenStorage, SecretHash, StorageError, TokenOrigin, TokenStanding};

impl AccessTokenStorage for MemoryStorage {
    async fn deny_access_token(&self, workspace: WorkspaceId, token: AccessTokenId, _expires_at: Timestamp) -> Result<(), StorageError> {
        self.tables().denied_access_tokens.insert(token, workspace);
        Ok(())
    }

    async fn find_token_standing(&self, origin: TokenOrigin) -> Result<TokenStanding, StorageError> {
        let tables = self.tables();
        let TokenOrigin { workspace_id, token_id, user_id, session_id, family_id } = origin;
        let user = user_id.and_then(|id| tables.users.get(&id)).map(|record| &record.user);
        let family = family_id.and_then(|id| tables.families.get(&id));
        Ok(TokenStanding {
            is_denied: tables.denied_access_tokens.get(&token_id) == Some(&workspace_id),
            user: user.filter(|user| user.workspace_id == workspace_id).cloned(),
            is_session_open: session_id.is_some_and(|id| tables.is_open(workspace_id, id)),
            position: family.filter(|family| family.authorization.workspace_id == workspace_id).map(|family| family.position),
        })
    }

    async fn is_access_token_denied(&self, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, StorageError> {
        Ok(self.tables().denied_access_tokens.get(&token) == Some(&workspace))
    }

    async fn use_proof(&self, workspace: WorkspaceId, proof: SecretHash, _expires_at: Timestamp) -> Result<bool, StorageError> {
        Ok(self.tables().used_proofs.insert((workspace, proof)))
    }
}
