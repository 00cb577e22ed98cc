//! Authorization requests that were pushed.

use domain::{clock::Timestamp, id::WorkspaceId};

use super::tables::{MemoryStorage, Tables};
use crate::storage::{Pushed, PushedRequest, PushedRequestStorage, SecretHash, StorageError};

impl Tables {
    fn pushed(&mut self, workspace: WorkspaceId, hash: &SecretHash) -> Option<&mut PushedRequest> {
        self.pushed_requests.get_mut(hash).filter(|request| request.workspace_id == workspace)
    }
}

impl PushedRequestStorage for MemoryStorage {
    async fn insert_pushed_request(&self, request: PushedRequest, most_waiting: u64, now: Timestamp) -> Result<Pushed, StorageError> {
        let mut tables = self.tables();
        let waits = |other: &&PushedRequest| other.client_id == request.client_id && other.opened_at.is_none() && other.expires_at > now;
        let waiting = tables.pushed_requests.values().filter(waits).count();
        if u64::try_from(waiting).is_ok_and(|waiting| waiting >= most_waiting) {
            return Ok(Pushed::TooMany);
        }
        tables.pushed_requests.insert(request.hash, request);
        Ok(Pushed::Stored)
    }

    async fn find_pushed_request(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<PushedRequest>, StorageError> {
        Ok(self.tables().pushed(workspace, hash).cloned())
    }

    async fn open_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let waits = |request: &&mut PushedRequest| request.opened_at.is_none() && request.used_at.is_none() && request.expires_at > now;
        let Some(request) = tables.pushed(workspace, hash).filter(waits) else { return Ok(false) };
        (request.opened_at, request.expires_at) = (Some(now), until);
        Ok(true)
    }

    async fn use_pushed_request(&self, workspace: WorkspaceId, hash: &SecretHash, now: Timestamp) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let Some(request) = tables.pushed(workspace, hash).filter(|request| request.used_at.is_none()) else { return Ok(false) };
        request.used_at = Some(now);
        Ok(true)
    }
}
