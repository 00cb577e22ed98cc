//! Device authorization requests.

use domain::{clock::Timestamp, id::WorkspaceId};

use super::{
    share,
    tables::{MemoryStorage, Tables},
};
use crate::storage::{
    Basis, DeviceAllowance, DeviceDecided, DeviceDenial, DevicePoll, DevicePolled, DeviceRequest, DeviceStart, DeviceStarted, DeviceState,
    DeviceStorage, SecretHash, StorageError,
};

impl Tables {
    /// Ends a request that is open.
    fn decide_device(
        &mut self,
        hash: SecretHash,
        workspace: WorkspaceId,
        at: Timestamp,
        basis: &Basis,
        state: DeviceState,
    ) -> DeviceDecided {
        if !self.holds(basis) {
            return DeviceDecided::BasisChanged;
        }
        let open = self.device_requests.get_mut(&hash).filter(|request| request.workspace_id == workspace && request.is_open(at));
        let Some(request) = open else { return DeviceDecided::Over };
        request.state = state;
        DeviceDecided::Done
    }
}

impl DeviceStorage for MemoryStorage {
    async fn begin_device_request(&self, start: DeviceStart) -> Result<DeviceStarted, StorageError> {
        let DeviceStart { request, basis, most } = start;
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(DeviceStarted::BasisChanged);
        }
        let of_client = |other: &&DeviceRequest| other.client_id == request.client_id && other.is_open(request.created_at);
        let open = tables.device_requests.values().filter(of_client);
        let open: Vec<_> = open.map(|other| (other.site, other.created_at, other.hash)).collect();
        let is_full = share::are_many(&open, most);
        let gone = if is_full { share::made_room(open, request.site) } else { None };
        if is_full && gone.is_none() {
            return Ok(DeviceStarted::TooMany);
        }
        let same = |other: &DeviceRequest| other.workspace_id == request.workspace_id && other.user_code_hash == request.user_code_hash;
        if tables.device_requests.values().any(same) {
            return Ok(DeviceStarted::CodeTaken);
        }
        if let Some(gone) = gone {
            tables.device_requests.remove(&gone);
        }
        tables.device_requests.insert(request.hash, request);
        Ok(DeviceStarted::Done)
    }

    async fn find_device_request(&self, workspace: WorkspaceId, hash: SecretHash) -> Result<Option<DeviceRequest>, StorageError> {
        Ok(self.tables().device_requests.get(&hash).filter(|request| request.workspace_id == workspace).cloned())
    }

    async fn find_device_request_by_user_code(
        &self,
        workspace: WorkspaceId,
        hashes: Vec<SecretHash>,
    ) -> Result<Option<DeviceRequest>, StorageError> {
        let tables = self.tables();
        let has_code = |request: &&DeviceRequest| request.workspace_id == workspace && hashes.contains(&request.user_code_hash);
        Ok(tables.device_requests.values().find(has_code).cloned())
    }

    async fn poll_device_request(&self, poll: DevicePoll) -> Result<DevicePolled, StorageError> {
        let mut tables = self.tables();
        let found = tables.device_requests.get_mut(&poll.hash).filter(|request| request.workspace_id == poll.workspace_id);
        let Some(request) = found else { return Ok(DevicePolled::Unknown) };
        if request.client_id != poll.client_id {
            return Ok(DevicePolled::Foreign);
        }
        Ok(match request.state {
            DeviceState::Allowed => DevicePolled::Allowed,
            DeviceState::Denied => DevicePolled::Denied,
            DeviceState::Expired => DevicePolled::Expired,
            DeviceState::Pending if poll.at >= request.expires_at => {
                request.state = DeviceState::Expired;
                DevicePolled::Expired
            }
            DeviceState::Pending => {
                let is_early = request.is_early(poll.at);
                request.polled_at = Some(poll.at);
                if is_early {
                    request.interval = request.slower();
                    DevicePolled::TooEarly
                } else {
                    DevicePolled::Pending
                }
            }
        })
    }

    async fn allow_device(&self, allowance: DeviceAllowance) -> Result<DeviceDecided, StorageError> {
        let DeviceAllowance { hash, at, code, consent, basis, audit } = allowance;
        let mut tables = self.tables();
        let decided = tables.decide_device(hash, code.workspace_id, at, &basis, DeviceState::Allowed);
        if decided == DeviceDecided::Done {
            tables.put_consent(consent);
            tables.codes.insert(code.hash, code);
            tables.audit_events.push(audit);
        }
        Ok(decided)
    }

    async fn deny_device(&self, denial: DeviceDenial) -> Result<DeviceDecided, StorageError> {
        let DeviceDenial { workspace_id, hash, at, basis, audit } = denial;
        let mut tables = self.tables();
        let decided = tables.decide_device(hash, workspace_id, at, &basis, DeviceState::Denied);
        if decided == DeviceDecided::Done {
            tables.audit_events.push(audit);
        }
        Ok(decided)
    }
}
