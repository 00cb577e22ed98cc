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
use metrics::counter;
use quick_cache::sync::Cache;

use crate::{
    details_schema::{CompiledSchema, MOST_REMEMBERED},
    realm::Realm,
    storage::{ClientRecord, Directory, SealedSigningKey, StorageError},
    subject_key::SubjectKey,
};

/// The metric that counts what was looked up, by whether it was known or had to be read.
pub const CONFIGURATION_LOOKUPS: &str = "regrant_configuration_lookups_total";
/// For how long what was read counts as the configuration.
const MAX_AGE: Duration = Duration::from_secs(1);
/// How many workspaces are remembered. Each has a few KB.
const MOST_WORKSPACES: usize = 4_000;
/// How many clients are remembered. Each has a few KB.
const MOST_CLIENTS: usize = 16_000;

/// The configuration that was read.
pub(crate) struct Snapshot {
    pub(crate) realms: Cache<(Slug, Slug), Known<Realm>>,
    pub(crate) clients: Cache<(WorkspaceId, ClientId), Known<ClientRecord>>,
    pub(crate) services: Cache<WorkspaceId, Known<Vec<Service>>>,
    pub(crate) signing_keys: Cache<WorkspaceId, Known<Vec<SealedSigningKey>>>,
    /// The keys by which workspaces name their users to sectors, open. They never change.
    pub(crate) subject_keys: Cache<WorkspaceId, Arc<SubjectKey>>,
    /// What was compiled of it, by all that it was compiled from: it is never out of date.
    pub(crate) details_schemas: Cache<String, Arc<CompiledSchema>>,
}

/// Something that was read, and when.
pub(crate) struct Known<T> {
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
            subject_keys: Cache::new(MOST_WORKSPACES),
            details_schemas: Cache::new(MOST_REMEMBERED),
        }
    }
}

impl Snapshot {
    /// Returns what is known, or reads it. However many ask at once, one of them reads.
    pub(crate) async fn get<K: Clone + Eq + Hash, T, R: Future<Output = Result<Option<T>, StorageError>>>(
        cache: &Cache<K, Known<T>>,
        key: &K,
        directory: &impl Directory,
        read: impl Fn() -> R,
    ) -> Result<Option<Arc<T>>, StorageError> {
        let (epoch, asked_at) = (directory.configuration_epoch(), Instant::now());
        loop {
            let is_over = |known: &Known<T>| known.epoch < epoch || asked_at.saturating_duration_since(known.read_at) >= MAX_AGE;
            // Nearly every request finds what it asks for: then nothing is locked for writing.
            match cache.get(key) {
                Some(known) if !is_over(&known) => {
                    counter!(CONFIGURATION_LOOKUPS, "result" => "known").increment(1);
                    return Ok(Some(known.value));
                }
                Some(_) => drop(cache.remove_if(key, is_over)),
                None => {}
            }
            let reading = async {
                counter!(CONFIGURATION_LOOKUPS, "result" => "read").increment(1);
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
