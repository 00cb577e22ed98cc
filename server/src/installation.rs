//! An installation: the rooms below, put together once for the server, the command line and the tests.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use control::Control;
use domain::clock::Clock;
use engine::{Engine, gate::Gate, keys::KeyRing, random::Random};
use migrations::{Migrator, MigratorTrait as _};
use store::{EngineStorage, Store};

use crate::{
    causes::Causes,
    config::Configuration,
    master_key::{self, MasterKeyFailure},
    private_file,
};

/// What the server is made of.
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
    /// The file of the database.
    #[error("The database {} cannot be made: {source}.", path.display())]
    DatabaseFile {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The migrations.
    #[error("The database's schema cannot be read or changed: {}.", Causes(.0))]
    Migration(#[from] migrations::DbErr),
    /// The schema is not the one that this version asks for.
    #[error(
        "The database's schema is behind this version by {pending}. Run `regrant migrate` first, or start with `regrant serve --migrate`."
    )]
    SchemaBehind {
        /// How many migrations, in words.
        pending: String,
    },
}

/// The file of a SQLite database that is made where it is not there yet. An empty file is an empty database, and what SQLite puts beside
/// it takes over its permissions: nobody else gets to read it.
fn sqlite_file(url: &str) -> Option<&Path> {
    let (path, query) = url.strip_prefix("sqlite:")?.split_once('?')?;
    query.split('&').any(|option| option == "mode=rwc").then(|| Path::new(path.strip_prefix("//").unwrap_or(path)))
}

impl Installation {
    /// Opens the database and the master key; neither is made before the directory for it.
    pub async fn open(configuration: Configuration, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, OpenError> {
        let directory = |source| OpenError::Directory { path: configuration.data_dir.clone(), source };
        private_file::create_directory(&configuration.data_dir).map_err(directory)?;
        let keys = master_key::open(&configuration.master_key, &*random)?;
        if let Some(path) = sqlite_file(configuration.database_url.expose()) {
            match private_file::create(path, "") {
                Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(OpenError::DatabaseFile { path: path.to_owned(), source });
                }
                _ => {}
            }
        }
        let store = Store::connect(configuration.database_url.expose()).await?;
        Ok(Self { configuration: Arc::new(configuration), store, keys, clock, random, gate: Gate::default() })
    }

    /// Brings the schema to this version; says how many steps that were. Of several nodes that start at once, one does it.
    pub async fn migrate(&self) -> Result<usize, OpenError> {
        let _alone = self.store.hold_migrations().await?;
        let connection = self.store.connection_for_migrations();
        let pending = Migrator::get_pending_migrations(connection).await?.len();
        Migrator::up(connection, None).await?;
        Ok(pending)
    }

    /// Is the schema the one that this version asks for?
    pub async fn check_schema(&self) -> Result<(), OpenError> {
        match Migrator::get_pending_migrations(self.store.connection_for_migrations()).await?.len() {
            0 => Ok(()),
            1 => Err(OpenError::SchemaBehind { pending: "one step".to_owned() }),
            pending => Err(OpenError::SchemaBehind { pending: format!("{pending} steps") }),
        }
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
    }
}
