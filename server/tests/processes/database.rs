//! A database that nobody but the processes under test has open while they run.

use std::{env, fs, path::PathBuf, thread};

use engine::random::{SystemRandom, bytes};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use store::{
    Store,
    testing::{POSTGRES_URL, template},
};

use crate::{process::Process, shop::DeployedShop};

pub(crate) enum Database {
    Sqlite {
        directory: PathBuf,
    },
    /// A database of this name at these servers, `postgres://user@host:port,host:port/name`.
    Postgresql {
        servers: String,
        name: String,
        directory: PathBuf,
    },
}

impl Database {
    /// Migrated, as that of [`Self::postgresql`] is.
    pub(crate) fn sqlite() -> Self {
        let directory = new_directory();
        fs::write(directory.join("regrant.db"), template::sqlite().unwrap()).unwrap();
        Self::Sqlite { directory }
    }

    pub(crate) async fn postgresql() -> Self {
        Self::create(&postgresql_of_the_tests(), &format!("TEMPLATE {}", template::postgres().unwrap())).await
    }

    /// Empty, at other servers than that of the tests, or by another way.
    pub(crate) async fn postgresql_at(servers: &str) -> Self {
        Self::create(servers, "").await
    }

    async fn create(servers: &str, how: &str) -> Self {
        let name = unique_name();
        execute(servers, &format!("CREATE DATABASE {name} {how}")).await;
        Self::Postgresql { servers: servers.to_owned(), name, directory: new_directory() }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { directory } => format!("sqlite://{}?mode=rwc", directory.join("regrant.db").display()),
            Self::Postgresql { servers, name, .. } => of_name(servers, name),
        }
    }

    /// Where the processes run, and what they leave behind.
    pub(crate) fn directory(&self) -> &PathBuf {
        match self {
            Self::Sqlite { directory } | Self::Postgresql { directory, .. } => directory,
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgresql { .. } => "PostgreSQL",
        }
    }

    /// As many servers on it as the product promises: two nodes on PostgreSQL, one process on a SQLite file.
    pub(crate) fn servers(&self, shop: &DeployedShop) -> Vec<Process> {
        let nodes = match self {
            Self::Sqlite { .. } => 1,
            Self::Postgresql { .. } => 2,
        };
        (0..nodes).map(|_| Process::start(shop)).collect()
    }

    /// Does something to it behind the servers' backs.
    pub(crate) async fn execute(&self, statements: &str) {
        execute(&self.url(), statements).await;
    }

    /// How many rows each table has.
    pub(crate) async fn rows(&self) -> Vec<(String, i64)> {
        let store = Store::connect(&self.url()).await.unwrap();
        let connection = store.connection_for_migrations();
        let mut rows = Vec::new();
        for table in self.tables(connection).await {
            rows.push((table.clone(), count(connection, &table).await));
        }
        store.close().await.unwrap();
        rows
    }

    /// How many rows there are: of a table, or of those of it that a condition holds for.
    pub(crate) async fn count(&self, of: &str) -> i64 {
        let store = Store::connect(&self.url()).await.unwrap();
        let rows = count(store.connection_for_migrations(), of).await;
        store.close().await.unwrap();
        rows
    }

    async fn tables(&self, connection: &DatabaseConnection) -> Vec<String> {
        let names = match self {
            Self::Sqlite { .. } => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            Self::Postgresql { .. } => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        };
        let names = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), names)).await.unwrap();
        names.iter().map(|row| row.try_get("", "name").unwrap()).collect()
    }

    /// All that is in it: the bytes of SQLite's files, or every row of PostgreSQL as its client sees it, with binary columns in hex.
    pub(crate) async fn dump(&self) -> Vec<u8> {
        if let Self::Sqlite { directory } = self {
            let files = ["regrant.db", "regrant.db-wal"].map(|file| fs::read(directory.join(file)).unwrap_or_default());
            return files.concat();
        }
        let store = Store::connect(&self.url()).await.unwrap();
        let connection = store.connection_for_migrations();
        let mut dump = Vec::new();
        for table in self.tables(connection).await {
            let rows = Statement::from_string(connection.get_database_backend(), format!("SELECT row::text AS line FROM {table} AS row"));
            for row in connection.query_all_raw(rows).await.unwrap() {
                let line: String = row.try_get("", "line").unwrap();
                dump.extend_from_slice(line.as_bytes());
                dump.push(b'\n');
            }
        }
        store.close().await.unwrap();
        dump
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgresql { servers, name, .. } = self {
            let (server, statement) = (servers.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
            // On a thread and a runtime of its own, because a test's runtime cannot wait for anything while it drops things.
            let dropping = thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(execute(&server, &statement));
            });
            let _ = dropping.join();
        }
        let _ = fs::remove_dir_all(self.directory());
    }
}

/// The server that all tests share.
pub(crate) fn postgresql_of_the_tests() -> String {
    env::var(POSTGRES_URL).unwrap_or_else(|_| panic!("{POSTGRES_URL} is not set: run `cargo xtask test`"))
}

/// The address of a database at the same servers.
pub(crate) fn of_name(servers: &str, name: &str) -> String {
    let (servers, _) = servers.rsplit_once('/').unwrap();
    format!("{servers}/{name}")
}

async fn count(connection: &DatabaseConnection, of: &str) -> i64 {
    let count = Statement::from_string(connection.get_database_backend(), format!("SELECT count(*) AS rows FROM {of}"));
    connection.query_one_raw(count).await.unwrap().unwrap().try_get("", "rows").unwrap()
}

async fn execute(server: &str, statement: &str) {
    let store = Store::connect(server).await.unwrap();
    store.connection_for_migrations().execute_unprepared(statement).await.unwrap();
    store.close().await.unwrap();
}

fn unique_name() -> String {
    format!("regrant_processes_{:032x}", u128::from_be_bytes(bytes(&SystemRandom)))
}

fn new_directory() -> PathBuf {
    let directory = env::temp_dir().join(unique_name());
    fs::create_dir(&directory).unwrap();
    directory
}
