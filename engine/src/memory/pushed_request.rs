//! Authorization requests that were pushed.

use domain::{clock::Timestamp, id::WorkspaceId};

use super::{
    share,
    tables::{MemoryStorage, Tables},
};
use crate::storage::{Pushed, PushedBounds, PushedRequest, PushedRequestStorage, SecretHash, StorageError};

impl Tables {
    fn pushed(&mut self, workspace: WorkspaceId, hash: &SecretHash) -> Option<&mut PushedRequest> {
        self.pushed_requests.get_mut(hash).filter(|request| request.workspace_id == workspace)
    }
}

impl PushedRequestStorage for MemoryStorage {
    async fn insert_pushed_request(&self, request: PushedRequest, bounds: PushedBounds, now: Timestamp) -> Result<Pushed, StorageError> {
        let mut tables = self.tables();
        let own = |other: &&PushedRequest| other.client_id == request.client_id && other.used_at.is_none() && other.expires_at > now;
        let (opened, waiting): (Vec<_>, Vec<_>) =
            tables.pushed_requests.values().filter(own).cloned().partition(|other| other.opened_at.is_some());
        let opened: Vec<_> = opened.into_iter().map(|other| (other.site, other.opened_at.unwrap_or(now), other.hash)).collect();
        let waiting: Vec<_> = waiting.into_iter().map(|other| (other.site, other.expires_at, other.hash)).collect();
        if share::are_many(&waiting, bounds.waiting) {
            let Some(hash) = share::made_room(waiting, request.site) else { return Ok(Pushed::TooMany) };
            tables.pushed_requests.remove(&hash);
        }
        if share::are_many(&opened, bounds.opened)
            && let Some((_, hash)) = share::oldest_of_largest(&opened)
        {
            tables.pushed_requests.remove(&hash);
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

    async fn use_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let Some(request) = tables.pushed(workspace, hash).filter(|request| request.used_at.is_none()) else { return Ok(false) };
        (request.used_at, request.expires_at) = (Some(now), until);
        request.query.clear();
        Ok(true)
    }
}
