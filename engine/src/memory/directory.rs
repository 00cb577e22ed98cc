//! The configuration: how a test writes it, and how the engine reads it.

use domain::{
    clock::Timestamp,
    family::Revocation,
    id::{ClientId, UserId, WorkspaceId},
    name::Slug,
    service::Service,
    tenant::Tenant,
    user::{User, UserIdentifier},
    workspace::Workspace,
};

use super::tables::{MemoryStorage, Tables};
use crate::storage::{ClientRecord, Directory, EventIds, SealedSigningKey, StorageError, UserRecord};

impl MemoryStorage {
    fn configure(&self, change: impl FnOnce(&mut Tables)) {
        let mut tables = self.tables();
        change(&mut tables);
        tables.configuration_epoch += 1;
    }

    /// Adds a tenant.
    pub fn put_tenant(&self, tenant: Tenant) {
        self.configure(|tables| tables.tenants.push(tenant));
    }

    /// Adds a workspace, or replaces the one with its identifier.
    pub fn put_workspace(&self, workspace: Workspace) {
        self.configure(|tables| _ = tables.workspaces.insert(workspace.id, workspace));
    }

    /// Adds a client, or replaces the one with its identifier.
    pub fn put_client(&self, record: ClientRecord) {
        self.configure(|tables| _ = tables.clients.insert(record.client.id, record));
    }

    /// Adds a user, or replaces the one with its identifier.
    pub fn put_user(&self, record: UserRecord) {
        self.tables().users.insert(record.user.id, record);
    }

    /// Sets a user's password at this time, which ends their sessions and the codes that are not redeemed yet.
    pub fn set_password(&self, user: UserId, password_hash: Option<String>, at: Timestamp) {
        let mut tables = self.tables();
        if let Some(record) = tables.users.get_mut(&user) {
            record.user.version += 1;
            record.password_hash = password_hash;
        }
        tables.end_open(at, |session| session.user_id == user);
        tables.codes.retain(|_, code| code.user_id != user || code.redeemed.is_some());
    }

    /// Deletes a user, with all that was issued for them.
    pub fn delete_user(&self, user: UserId, end: Revocation, event_ids: EventIds) {
        let mut tables = self.tables();
        tables.users.remove(&user);
        tables.end_open(end.at, |session| session.user_id == user);
        tables.codes.retain(|_, code| code.user_id != user);
        tables.consents.retain(|(_, of, _), _| *of != user);
        tables.passkeys.retain(|(of, _)| *of != user);
        tables.linked_subjects.retain(|_, linked| *linked != user);
        let families = tables.live_families(|family| family.user_id == user, end.at);
        tables.revoke(&families, end, event_ids.iter());
    }

    /// Adds a service after the others.
    pub fn put_service(&self, service: Service) {
        self.configure(|tables| {
            tables.services.retain(|other| other.id != service.id);
            tables.services.push(service);
        });
    }

    /// Adds a signing key, or replaces the one with its identifier.
    pub fn put_signing_key(&self, key: SealedSigningKey) {
        self.configure(|tables| {
            tables.signing_keys.retain(|other| other.id != key.id);
            tables.signing_keys.push(key);
        });
    }
}

impl Directory for MemoryStorage {
    fn configuration_epoch(&self) -> u64 {
        self.tables().configuration_epoch
    }

    async fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> Result<Option<Workspace>, StorageError> {
        let tables = self.tables();
        let tenant = tables.tenants.iter().find(|row| row.slug == *tenant);
        let found = tenant.and_then(|tenant| tables.workspaces.values().find(|row| row.tenant_id == tenant.id && row.slug == *workspace));
        Ok(found.cloned())
    }

    async fn find_client(&self, workspace: WorkspaceId, client: ClientId) -> Result<Option<ClientRecord>, StorageError> {
        Ok(self.tables().clients.get(&client).filter(|record| record.client.workspace_id == workspace).cloned())
    }

    async fn find_user(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<User>, StorageError> {
        Ok(self.tables().users.get(&user).map(|record| &record.user).filter(|user| user.workspace_id == workspace).cloned())
    }

    async fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> Result<Option<UserRecord>, StorageError> {
        let tables = self.tables();
        let users = || tables.users.values().filter(|record| record.user.workspace_id == workspace);
        let found = users().find(|record| record.user.identifier == *identifier);
        let mut by_email = users().filter(|record| record.user.profile.email.as_deref() == Some(identifier.as_str()));
        Ok(found.or_else(|| by_email.next().filter(|_| by_email.next().is_none())).cloned())
    }

    async fn list_services(&self, workspace: WorkspaceId) -> Result<Vec<Service>, StorageError> {
        Ok(self.tables().services.iter().filter(|service| service.workspace_id == workspace).cloned().collect())
    }

    async fn list_signing_keys(&self, workspace: WorkspaceId) -> Result<Vec<SealedSigningKey>, StorageError> {
        let mut keys: Vec<_> = self.tables().signing_keys.iter().filter(|key| key.workspace_id == workspace).cloned().collect();
        keys.sort_by_key(|key| std::cmp::Reverse(key.id));
        Ok(keys)
    }
}
