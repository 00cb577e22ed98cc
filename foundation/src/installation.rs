//! An installation: the rooms below, put together once for the server, the command line and the tests.

pub mod chaining;
pub mod housekeeping;
pub mod master_key;
pub mod private_file;
mod server_lock;

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use control::Control;
use domain::{
    causes::Causes,
    client_certificate::MutualTls,
    clock::{Clock, Timestamp},
    signing::SigningSettings,
};
use engine::{
    Engine,
    client_document::DocumentSource,
    client_keys::KeySource,
    gate::Gate,
    keys::{KeyError, KeyRing},
    random::Random,
};
use migrations::{Migrator, MigratorTrait as _};
use store::{Address, EngineStorage, Left, MasterKeyRecord, Store};

pub use self::server_lock::ServerLock;
use self::{
    master_key::{Known, MasterKeyFailure},
    server_lock::LockError,
};
use crate::{
    client_authorities::ClientAuthorities,
    client_documents::{PublishedDocumentSource, PublishedDocuments},
    client_keys::{PublishedKeySource, PublishedKeys},
    config::{ClientCertificates, Configuration},
    fetch::Fetcher,
    mail,
    node::{Node, key_versions::KeyVersions},
    sector_documents::FetchedSectorDocuments,
};

/// What the server runs on.
#[derive(Clone)]
pub struct Installation {
    /// What it runs with.
    pub configuration: Arc<Configuration>,
    /// Its database.
    pub store: Store,
    /// Its keys.
    pub keys: KeyRing,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub random: Arc<dyn Random>,
    /// The one gate by which users and administrators sign in.
    pub gate: Gate,
    /// The keys that clients publish, as this process last read them.
    pub published_keys: PublishedKeys,
    /// The documents that clients are known by, as this process last read them.
    pub published_documents: PublishedDocuments,
    /// The authorities whose certificates of clients are trusted; none before their file is read.
    pub client_authorities: ClientAuthorities,
    /// The state of this process.
    pub node: Node,
}

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data directory.
    #[error("The directory {} cannot be made: {source}.", path.display())]
    Directory {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyFailure),
    /// The database.
    #[error("The database cannot be opened: {}.", Causes(.0))]
    Database(#[from] store::Error),
    /// A key to sign with.
    #[error("A signing key cannot be made: {0}.")]
    SigningKey(#[from] KeyError),
    /// The file of the database.
    #[error("The database {} cannot be made: {source}.", path.display())]
    DatabaseFile {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database is gone, and a restore or whoever moved it left another beside its place.
    #[error(
        "The database {} is not there or is empty, and {} is beside it: a restore was cut off, or the database was moved. Put one in its place \
         with `regrant restore`, or move what is beside it elsewhere to begin with an empty one.",
        database.display(), left.display()
    )]
    Left {
        /// Which database.
        database: PathBuf,
        /// What is beside it.
        left: PathBuf,
    },
    /// The database is gone, and what was committed to it and is not in it yet is beside its place.
    #[error(
        "The database {} is not there or is empty, and {} beside it has changes to it that are in no other place: no new database is made, which \
         would end them. Put the database back in its place. If it is gone for good, move the log elsewhere, and restore a backup.",
        database.display(), log.display()
    )]
    LogLeft {
        /// Which database.
        database: PathBuf,
        /// What is beside it.
        log: PathBuf,
    },
    /// A file is no database of ours.
    #[error("It is not a database of Regrant: it has none of its tables.")]
    Foreign,
    /// The schema is newer than this version.
    #[error("The database's schema is newer than this version of Regrant ({unknown} that it does not know). Use a newer version.")]
    SchemaAhead {
        /// How many migrations, in words.
        unknown: String,
    },
    /// Another server has the database.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// The schema is not the one that this version asks for.
    #[error(
        "The database's schema is behind this version by {pending}. Run `regrant migrate` first, or start with `regrant serve --migrate`."
    )]
    SchemaBehind {
        /// How many migrations, in words.
        pending: String,
    },
}

impl OpenError {
    /// The error of a database whose place has something beside it in its stead.
    pub fn left(database: &Path, left: Left) -> Self {
        let database = database.to_owned();
        match left {
            Left::ByRestore(left) => Self::Left { database, left },
            Left::Log(log) => Self::LogLeft { database, log },
        }
    }
}

/// The schema of a database, compared with this version.
struct Schema {
    applied: usize,
    pending: usize,
    unknown: usize,
}

impl Installation {
    /// Returns the file of the database, if it would be made by opening it.
    pub fn file_to_be_made(configuration: &Configuration) -> Option<&Path> {
        let address = &configuration.database_url;
        address.file().filter(|path| address.makes_file() && !path.exists() && store::find_left_beside(path).is_none())
    }

    /// Opens the database and the master key; neither is made before the directory for it.
    pub async fn open(configuration: Configuration, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, OpenError> {
        let directory = |source| OpenError::Directory { path: configuration.data_dir.clone(), source };
        private_file::create_directory(&configuration.data_dir).map_err(directory)?;
        let address = &configuration.database_url;
        // An empty file is an empty database, and what SQLite puts beside it takes over its permissions: nobody else gets to read it.
        if let Some(path) = address.file().filter(|_| address.makes_file()) {
            if let Some(left) = store::find_left_beside(path) {
                return Err(OpenError::left(path, left));
            }
            match private_file::create(path, "") {
                Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(OpenError::DatabaseFile { path: path.to_owned(), source });
                }
                _ => {}
            }
        }
        let store = Store::open(address, configuration.database_limits).await?;
        let keys = master_key::open(&configuration.master_key, &*random, &known_of(&store).await?)?;
        Ok(Self {
            configuration: Arc::new(configuration),
            store,
            keys,
            clock,
            random,
            gate: Gate::default(),
            published_keys: PublishedKeys::default(),
            published_documents: PublishedDocuments::default(),
            client_authorities: ClientAuthorities::default(),
            node: Node::default(),
        })
    }

    /// Checks that a file is a database that can be used with the master key of this node. Makes nothing.
    pub async fn check_file(configuration: &Configuration, file: &Path, now: Timestamp) -> Result<(), OpenError> {
        let store = Store::open(&Address::of_file(file), configuration.database_limits).await?;
        let usable = check_usable(configuration, &store, now).await;
        store.close().await?;
        usable
    }

    /// Brings the schema to this version and returns how many steps that took. Of several processes that start at once, one does it.
    pub async fn migrate(&self) -> Result<usize, OpenError> {
        let alone = self.store.acquire_migration_lock().await?;
        let schema = schema_of(&self.store).await?;
        if schema.pending > 0 {
            Migrator::up(self.store.connection_for_migrations(), None).await.map_err(store::Error::from)?;
            // Before the first event, which else would be in the default partition.
            self.store.make_event_partitions(self.clock.now()).await?;
        }
        drop(alone);
        self.record_master_keys().await?;
        self.adopt_key_versions().await?;
        self.make_missing_signing_keys().await?;
        Ok(schema.pending)
    }

    /// Refuses a schema that is not the one of this version. An empty database, where there is nothing to lose, is set up.
    pub async fn check_schema(&self) -> Result<(), OpenError> {
        let schema = schema_of(&self.store).await?;
        if schema.applied == 0 {
            return self.migrate().await.map(drop);
        }
        match schema.pending {
            0 => {
                self.record_master_keys().await?;
                self.adopt_key_versions().await?;
                self.make_missing_signing_keys().await
            }
            1 => Err(OpenError::SchemaBehind { pending: "one step".to_owned() }),
            pending => Err(OpenError::SchemaBehind { pending: format!("{pending} steps") }),
        }
    }

    /// Gives each workspace a key for what its ID tokens are signed by where nothing else was chosen: one that was made by an earlier
    /// version has none.
    async fn make_missing_signing_keys(&self) -> Result<(), OpenError> {
        let algorithm = SigningSettings::default().id_token_signed_response_alg;
        for workspace in self.store.list_workspaces_without_key(algorithm).await? {
            let key = self.keys.new_signing_key(workspace, algorithm, self.clock.now(), &*self.random)?;
            let transaction = self.store.begin().await?;
            match transaction.insert_signing_key(key).await {
                Ok(()) => transaction.commit().await?,
                // Another node that starts was faster.
                Err(store::Error::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Records in the database the master keys that it is used with. Of two processes that begin with different keys at once, the
    /// second learns of it here.
    async fn record_master_keys(&self) -> Result<(), OpenError> {
        self.record_new_master_keys().await?;
        match master_key::other_than_recorded(&self.keys, &self.store.list_fingerprints().await?) {
            Some(version) => Err(MasterKeyFailure::Other { version, place: "of this process".to_owned() }.into()),
            None => Ok(()),
        }
    }

    /// Records master keys that the database does not know yet. The first ones that it is used with are in use at once: the highest is the
    /// current one. Later ones wait to be activated. Returns what the database knows then.
    pub async fn record_new_master_keys(&self) -> Result<Vec<MasterKeyRecord>, store::Error> {
        let recorded = self.store.list_master_keys().await?;
        let known = |version: u8| recorded.iter().any(|record| record.fingerprint.version == version);
        let unrecorded: Vec<_> = self.keys.fingerprints().into_iter().filter(|ours| !known(ours.version)).collect();
        let is_first = recorded.iter().all(|record| record.activated_at.is_none());
        let newest = self.keys.fingerprints().into_iter().map(|fingerprint| fingerprint.version).max();
        let first = newest.filter(|_| is_first);
        if unrecorded.is_empty() && first.is_none() {
            return Ok(recorded);
        }
        let (transaction, now) = (self.store.begin().await?, self.clock.now());
        for fingerprint in unrecorded {
            transaction.insert_fingerprint(fingerprint, now).await?;
        }
        if let Some(version) = first {
            transaction.activate_master_key(version, now).await?;
        }
        transaction.commit().await?;
        self.store.list_master_keys().await
    }

    /// Uses the versions of the master key that are in force at the database. A version that will be in a moment must be here, too.
    async fn adopt_key_versions(&self) -> Result<(), OpenError> {
        let records = self.store.list_master_keys().await?;
        let versions = KeyVersions::at(self.clock.now(), &records);
        if let Some(version) = versions.missing_from(&self.keys) {
            return Err(MasterKeyFailure::NotHere { version }.into());
        }
        if let Some(current) = versions.current {
            self.keys.adopt(current, &versions.retired).map_err(|missing| MasterKeyFailure::NotHere { version: missing.0 })?;
        }
        for record in records {
            let version = record.fingerprint.version;
            if record.activated_at.is_some() && record.retired_at.is_none() && !self.keys.holds(version) {
                tracing::warn!(version, "a master key is missing: client secrets and refresh tokens that were made under it do not work");
            }
        }
        Ok(())
    }

    /// Takes a SQLite database for this server alone.
    pub fn claim(&self, command: &str) -> Result<Option<ServerLock>, OpenError> {
        Ok(self.store.server_locks().map(|files| ServerLock::take(&files, command)).transpose()?)
    }

    /// The control plane.
    pub fn control(&self) -> Control {
        Control::new(
            self.store.clone(),
            self.keys.clone(),
            Arc::clone(&self.clock),
            Arc::clone(&self.random),
            self.configuration.public_url.url().clone(),
        )
        .with_gate(self.gate.clone())
        .with_mail(mail::transport(&self.configuration))
        .with_key_source(self.key_source())
        .with_sector_documents(Arc::new(FetchedSectorDocuments::new(self.fetcher(), Arc::clone(&self.clock))))
        .with_document_source(self.document_source())
        .with_mutual_tls(self.mutual_tls())
    }

    /// What asks servers of others, for all who do.
    pub fn fetcher(&self) -> Fetcher {
        Fetcher::open(&self.configuration.allow_private_networks)
    }

    /// Where the keys come from that clients publish.
    fn key_source(&self) -> Arc<dyn KeySource> {
        Arc::new(PublishedKeySource::new(self.published_keys.clone(), self.fetcher(), Arc::clone(&self.clock)))
    }

    /// Where the documents come from that clients are known by.
    fn document_source(&self) -> Arc<dyn DocumentSource> {
        Arc::new(PublishedDocumentSource::new(self.published_documents.clone(), self.fetcher(), Arc::clone(&self.clock)))
    }

    /// The token engine.
    pub fn engine(&self) -> Engine<EngineStorage> {
        Engine::new(
            EngineStorage::new(self.store.clone()),
            self.keys.clone(),
            Arc::clone(&self.clock),
            Arc::clone(&self.random),
            self.configuration.public_url.url(),
        )
        .with_gate(self.gate.clone())
        .with_key_source(self.key_source())
        .with_document_source(self.document_source())
        .with_mutual_tls(self.mutual_tls())
    }

    /// How clients present certificates here.
    fn mutual_tls(&self) -> Option<MutualTls> {
        self.configuration.client_certificates.as_ref().map(ClientCertificates::told)
    }
}

async fn schema_of(store: &Store) -> Result<Schema, OpenError> {
    let (applied, known) = (store.applied_migrations().await?, Migrator::names());
    let schema = Schema {
        applied: applied.len(),
        pending: known.iter().filter(|name| !applied.contains(name)).count(),
        unknown: applied.iter().filter(|name| !known.contains(name)).count(),
    };
    match schema.unknown {
        0 => Ok(schema),
        1 => Err(OpenError::SchemaAhead { unknown: "one migration".to_owned() }),
        unknown => Err(OpenError::SchemaAhead { unknown: format!("{unknown} migrations") }),
    }
}

async fn known_of(store: &Store) -> Result<Known, store::Error> {
    Ok(Known { fingerprints: store.list_fingerprints().await?, sealed: store.sample_signing_keys().await? })
}

async fn check_usable(configuration: &Configuration, store: &Store, now: Timestamp) -> Result<(), OpenError> {
    let schema = schema_of(store).await?;
    if schema.applied == 0 {
        return Err(OpenError::Foreign);
    }
    let keys = master_key::open_for(&configuration.master_key, &known_of(store).await?)?;
    // An earlier schema may not say which version is current; the migration does.
    let Some(keys) = keys.filter(|_| schema.pending == 0) else { return Ok(()) };
    match KeyVersions::at(now, &store.list_master_keys().await?).missing_from(&keys) {
        Some(version) => Err(MasterKeyFailure::NotHere { version }.into()),
        None => Ok(()),
    }
}
