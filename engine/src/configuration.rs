//! Reads of the configuration, by way of the snapshot.

use std::sync::Arc;

use domain::{
    id::{ClientId, KeyId, WorkspaceId},
    name::Slug,
    service::Service,
};

use crate::{
    engine::Engine,
    realm::Realm,
    snapshot::Snapshot,
    storage::{ClientRecord, SealedSigningKey, Storage, StorageError},
};

/// For how long, in milliseconds, a signing key may be unknown because it is new. The clock of the node that made it may differ from ours.
const NEW_MILLIS: u64 = 60_000;

impl<S: Storage> Engine<S> {
    /// Returns the workspace at an address, if there is one.
    pub async fn realm(&self, tenant: &str, workspace: &str) -> Result<Option<Arc<Realm>>, StorageError> {
        let (Ok(tenant), Ok(slug)) = (Slug::parse(tenant), Slug::parse(workspace)) else {
            return Ok(None);
        };
        let key = (tenant, slug);
        Snapshot::get(&self.snapshot().realms, &key, self.storage(), || self.read_realm(&key.0, &key.1)).await
    }

    /// Returns a client of a workspace, if there is one.
    pub(crate) async fn client(&self, workspace: WorkspaceId, client: ClientId) -> Result<Option<Arc<ClientRecord>>, StorageError> {
        let read = || self.storage().find_client(workspace, client);
        Snapshot::get(&self.snapshot().clients, &(workspace, client), self.storage(), read).await
    }

    /// Returns the services of a workspace, in order.
    pub(crate) async fn services(&self, workspace: WorkspaceId) -> Result<Arc<Vec<Service>>, StorageError> {
        let read = || async { self.storage().list_services(workspace).await.map(Some) };
        let services = Snapshot::get(&self.snapshot().services, &workspace, self.storage(), read).await?;
        Ok(services.unwrap_or_default())
    }

    /// Returns the signing keys of a workspace, newest first.
    pub(crate) async fn sealed_signing_keys(&self, workspace: WorkspaceId) -> Result<Arc<Vec<SealedSigningKey>>, StorageError> {
        let read = || async { self.storage().list_signing_keys(workspace).await.map(Some) };
        let keys = Snapshot::get(&self.snapshot().signing_keys, &workspace, self.storage(), read).await?;
        Ok(keys.unwrap_or_default())
    }

    /// Returns the same, with this key among them if there is one: where a key that was made a moment ago is not known yet, they are read
    /// again. Strangers can ask for that, as they can ask for clients that do not exist.
    pub(crate) async fn sealed_signing_keys_with(
        &self,
        workspace: WorkspaceId,
        id: KeyId,
    ) -> Result<Arc<Vec<SealedSigningKey>>, StorageError> {
        let keys = self.sealed_signing_keys(workspace).await?;
        if keys.iter().any(|key| key.id == id) || id.made_at().millis_apart(self.now()) > NEW_MILLIS {
            return Ok(keys);
        }
        self.snapshot().signing_keys.remove(&workspace);
        self.sealed_signing_keys(workspace).await
    }

    /// Reads a workspace again, because a decision by what was known of it no longer holds; nothing if it was deleted.
    pub(crate) async fn realm_again(&self, realm: &Realm) -> Result<Option<Arc<Realm>>, StorageError> {
        self.snapshot().realms.remove(&(realm.tenant.clone(), realm.workspace.slug.clone()));
        let again = self.realm(realm.tenant.as_str(), realm.workspace.slug.as_str()).await?;
        Ok(again.filter(|again| again.workspace.id == realm.workspace.id))
    }

    /// Forgets what is known of a client, because a decision by it no longer holds.
    pub(crate) fn forget_client(&self, workspace: WorkspaceId, client: ClientId) {
        self.snapshot().clients.remove(&(workspace, client));
    }

    async fn read_realm(&self, tenant: &Slug, slug: &Slug) -> Result<Option<Realm>, StorageError> {
        let found = self.storage().find_workspace(tenant, slug).await?;
        Ok(found.map(|workspace| Realm { issuer: format!("{}/{tenant}/{slug}", self.base_url()), workspace, tenant: tenant.clone() }))
    }
}
