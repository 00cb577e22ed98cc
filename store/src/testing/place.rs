//! Where the databases of tests are, and how they are deleted.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use engine::{
    contract::Failure,
    random::{SystemRandom, bytes},
};
use sea_orm::sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use crate::{Address, Limits, Store};

/// The environment variable with the URL of the tests' PostgreSQL server; its user must be allowed to create databases.
pub const POSTGRES_URL: &str = "REGRANT_TEST_POSTGRES_URL";

/// Deadlines that no test is about: a busy machine must not miss them.
pub(super) const LIMITS: Limits = Limits {
    acquire: Duration::from_mins(1),
    statement: Duration::from_mins(1),
    lock: Duration::from_mins(1),
    idle: Duration::from_mins(10),
    life: Duration::from_mins(30),
};

/// The location of the data, and how it is deleted.
#[derive(Debug)]
pub(super) enum Place {
    Directory(PathBuf),
    Database { server: Box<PgConnectOptions>, url: String, name: String },
}

/// Returns a name that no other test has, in this process or another.
pub(super) fn unique_name(prefix: &str) -> String {
    format!("{prefix}{:032x}", u128::from_be_bytes(bytes(&SystemRandom)))
}

pub(super) fn new_directory() -> io::Result<PathBuf> {
    let directory = env::temp_dir().join(unique_name("regrant_test_"));
    fs::create_dir(&directory)?;
    Ok(directory)
}

/// Returns the path of the SQLite database in a directory.
pub(super) fn file_in(directory: &Path) -> PathBuf {
    directory.join("regrant.db")
}

/// Returns the address of the tests' PostgreSQL server.
pub(super) fn server_url() -> Result<String, Failure> {
    let missing = || format!("{POSTGRES_URL} is not set: run `cargo xtask test`, which starts a PostgreSQL server for the tests");
    env::var(POSTGRES_URL).map_err(|_| missing().into())
}

/// Returns the address of a database at the same server.
pub(super) fn beside(url: &str, name: &str) -> String {
    format!("{}/{name}", url.rsplit_once('/').map_or(url, |(server, _)| server))
}

pub(super) async fn execute(server: &PgConnectOptions, statement: String) -> Result<(), sea_orm::sqlx::Error> {
    let mut connection = PgConnection::connect_with(server).await?;
    connection.execute(AssertSqlSafe(statement)).await?;
    connection.close().await
}

impl Place {
    pub(super) fn url(&self) -> String {
        match self {
            Self::Directory(directory) => format!("sqlite://{}?mode=rwc", file_in(directory).display()),
            Self::Database { url, .. } => url.clone(),
        }
    }

    pub(super) async fn open(&self) -> Result<Store, crate::Error> {
        Store::open(&Address::parse(&self.url())?, LIMITS).await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let removed = match self {
            Self::Directory(directory) => fs::remove_dir_all(directory),
            Self::Database { server, name, .. } => drop_database(PgConnectOptions::clone(server), name),
        };
        if let Err(error) = removed {
            tracing::warn!(%error, place = ?self, "a test's database was left behind");
        }
    }
}

/// Drops a database on a separate thread and runtime, because a test's runtime cannot wait for anything while it drops things.
fn drop_database(server: PgConnectOptions, name: &str) -> io::Result<()> {
    let statement = format!("DROP DATABASE {name} WITH (FORCE)");
    let dropping = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(execute(&server, statement)).map_err(io::Error::other)
    });
    dropping.join().unwrap_or_else(|_| Err(io::Error::other("the thread panicked")))
}
