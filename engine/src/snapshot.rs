//! The configuration as this process last read it: workspaces, clients, services and signing keys.
//!
//! It may be out of date, because no write depends on its freshness: a statement that moves a family or redeems a code compares the versions
//! that it was decided by ([`Basis`](crate::storage::Basis)). What rests on no such statement sees a change that another process commits
//! after [`MAX_AGE`] at the latest, and one that this process commits at once ([`Directory::configuration_epoch`]).

use std::{
    future::Future,
    hash::Hash,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    id::{ClientId, WorkspaceId},
    name::Slug,
    service::Service,
};
use quick_cache::sync::Cache;

use crate::{
    engine::{Engine, Realm},
    storage::{ClientRecord, Directory, SealedSigningKey, Storage, StorageError},
};

/// For how long what was read counts as the configuration.
const MAX_AGE: Duration = Duration::from_secs(1);
/// How many workspaces are remembered. Each has a few KB.
const MOST_WORKSPACES: usize = 4_000;
/// How many clients are remembered. Each has a few KB.
const MOST_CLIENTS: usize = 16_000;

/// The configuration that was read.
pub(crate) struct Snapshot {
    realms: Cache<(Slug, Slug), Known<Realm>>,
    clients: Cache<(WorkspaceId, ClientId), Known<ClientRecord>>,
    services: Cache<WorkspaceId, Known<Vec<Service>>>,
    signing_keys: Cache<WorkspaceId, Known<Vec<SealedSigningKey>>>,
}

/// Something that was read, and when.
struct Known<T> {
    value: Arc<T>,
    /// The epoch before it was read.
    epoch: u64,
    read_at: Instant,
}

impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), epoch: self.epoch, read_at: self.read_at }
    }
}

/// Why there is nothing to remember.
enum Missing {
    Nothing,
    Failed(StorageError),
}

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            realms: Cache::new(MOST_WORKSPACES),
            clients: Cache::new(MOST_CLIENTS),
            services: Cache::new(MOST_WORKSPACES),
            signing_keys: Cache::new(MOST_WORKSPACES),
        }
    }
}

impl Snapshot {
    /// Returns what is known, or reads it. However many ask at once, one of them reads.
    async fn get<K: Clone + Eq + Hash, T, R: Future<Output = Result<Option<T>, StorageError>>>(
        cache: &Cache<K, Known<T>>,
        key: &K,
        directory: &impl Directory,
        read: impl Fn() -> R,
    ) -> Result<Option<Arc<T>>, StorageError> {
        let (epoch, asked_at) = (directory.configuration_epoch(), Instant::now());
        loop {
            let is_over = |known: &Known<T>| known.epoch < epoch || asked_at.saturating_duration_since(known.read_at) >= MAX_AGE;
            cache.remove_if(key, is_over);
            let reading = async {
                let (epoch, read_at) = (directory.configuration_epoch(), Instant::now());
                let value = read().await.map_err(Missing::Failed)?.ok_or(Missing::Nothing)?;
                Ok(Known { value: Arc::new(value), epoch, read_at })
            };
            match cache.get_or_insert_async(key, reading).await {
                Ok(known) if known.epoch < epoch => {}
                Ok(known) => return Ok(Some(known.value)),
                Err(Missing::Nothing) => return Ok(None),
                Err(Missing::Failed(error)) => return Err(error),
            }
        }
    }
}

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
