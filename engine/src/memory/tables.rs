//! What is stored, and the lock around it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    audit::AuditEvent,
    client_failure::FailedRequest,
    id::{AccessTokenId, ClientId, FamilyId, UserId, WorkspaceId},
    linked_subject::AssertionSubject,
    name::Slug,
    service::Service,
    tenant::Tenant,
    token_event::TokenEvent,
    workspace::Workspace,
};

use crate::{
    family::Family,
    passkey::Passkey,
    second_factor::SecondFactor,
    storage::{
        AuthorizationCode, Basis, ClientRecord, Consent, DeviceRequest, LoginSession, PushedRequest, SealedSigningKey, SecretHash,
        SessionClient, UserRecord,
    },
};

/// A storage in memory. A clone is another handle to the same one.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage(Arc<Mutex<Tables>>);

#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) configuration_epoch: u64,
    pub(super) tenants: Vec<Tenant>,
    pub(super) workspaces: HashMap<WorkspaceId, Workspace>,
    pub(super) clients: HashMap<ClientId, ClientRecord>,
    pub(super) users: HashMap<UserId, UserRecord>,
    pub(super) services: Vec<Service>,
    pub(super) signing_keys: Vec<SealedSigningKey>,
    pub(super) subject_keys: HashMap<WorkspaceId, Vec<u8>>,
    pub(super) second_factors: HashMap<UserId, SecondFactor>,
    pub(super) passkeys: Vec<(UserId, Passkey)>,
    pub(super) linked_subjects: HashMap<(WorkspaceId, Slug, AssertionSubject), UserId>,
    pub(super) login_sessions: Vec<LoginSession>,
    pub(super) session_clients: Vec<SessionClient>,
    pub(super) consents: HashMap<(WorkspaceId, UserId, ClientId), Consent>,
    pub(super) pushed_requests: HashMap<SecretHash, PushedRequest>,
    pub(super) codes: HashMap<SecretHash, AuthorizationCode>,
    pub(super) device_requests: HashMap<SecretHash, DeviceRequest>,
    pub(super) families: HashMap<FamilyId, Family>,
    pub(super) denied_access_tokens: HashMap<AccessTokenId, WorkspaceId>,
    pub(super) used_proofs: HashSet<(WorkspaceId, SecretHash)>,
    pub(super) token_events: Vec<TokenEvent>,
    pub(super) failed_requests: Vec<FailedRequest>,
    pub(super) audit_events: Vec<AuditEvent>,
}

impl MemoryStorage {
    /// Creates an empty storage.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the tables, locked.
    pub(super) fn tables(&self) -> MutexGuard<'_, Tables> {
        // A test that failed while it held the lock has reported that itself.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    /// Returns whether a basis still holds.
    pub(super) fn holds(&self, basis: &Basis) -> bool {
        let Basis { workspace, client, user, session } = *basis;
        workspace.is_none_or(|(id, version)| self.workspaces.get(&id).is_some_and(|row| row.version == version))
            && client.is_none_or(|(id, version)| self.clients.get(&id).is_some_and(|record| record.client.version == version))
            && user.is_none_or(|(id, version)| self.users.get(&id).is_some_and(|record| record.user.version == version))
            && session.is_none_or(|id| self.login_sessions.iter().any(|row| row.id == id))
    }
}
