//! Migrated, empty databases that the tests' own are copies of: a process migrates once for each kind of database, and not once for each test.

use std::{
    fmt::Display,
    fs,
    future::pending,
    str::FromStr,
    sync::{LazyLock, mpsc},
    thread,
};

use engine::contract::Failure;
use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, postgres::PgConnectOptions};

use super::place::{LIMITS, Place, beside, execute, file_in, new_directory, server_url, unique_name};
use crate::{Address, Store};

/// What each of these databases of PostgreSQL is called, before what makes it this one.
const PREFIX: &str = "regrant_template_";

/// Those whose process is gone: it has a connection of that name while it lives.
const LEFT_BEHIND: &str = "SELECT datname::text FROM pg_database WHERE datname LIKE 'regrant\\_template\\_%' \
    AND datname NOT IN (SELECT application_name FROM pg_stat_activity WHERE application_name IS NOT NULL)";

static SQLITE: LazyLock<Result<Vec<u8>, String>> = LazyLock::new(|| aside(|said| async move { tell(&said, migrated_sqlite().await) }));

static POSTGRES: LazyLock<Result<String, String>> = LazyLock::new(|| {
    aside(|said| async move {
        let (made, _connection) = migrated_postgres().await.map_or_else(|error| (Err(error), None), |(name, held)| (Ok(name), Some(held)));
        tell(&said, made);
        // The connection says that the process lives, and ends with it.
        pending::<()>().await;
    })
});

/// Returns the content of the file.
pub fn sqlite() -> Result<&'static [u8], Failure> {
    SQLITE.as_deref().map_err(|error| error.as_str().into())
}

/// Returns its name, at the server of the tests.
pub fn postgres() -> Result<&'static str, Failure> {
    POSTGRES.as_deref().map_err(|error| error.as_str().into())
}

/// Runs on a thread and a runtime of its own, because what asks is within another one, and waits for what is said.
fn aside<T: Send + 'static, F: Future<Output = ()>>(
    work: impl FnOnce(mpsc::Sender<Result<T, String>>) -> F + Send + 'static,
) -> Result<T, String> {
    let (said, heard) = mpsc::channel();
    thread::spawn(move || match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(work(said)),
        Err(error) => tell(&said, Err(error)),
    });
    heard.recv().unwrap_or_else(|_| Err("the thread that migrates ended".to_owned()))
}

fn tell<T, E: Display>(said: &mpsc::Sender<Result<T, String>>, outcome: Result<T, E>) {
    // Whoever waits is still there: nothing else ends the wait.
    let _ = said.send(outcome.map_err(|error| error.to_string()));
}

async fn migrated_sqlite() -> Result<Vec<u8>, Failure> {
    let directory = new_directory()?;
    let place = Place::Directory(directory.clone());
    migrate(&place.url()).await?;
    Ok(fs::read(file_in(&directory))?)
}

async fn migrated_postgres() -> Result<(String, PgConnection), Failure> {
    let url = server_url()?;
    let server = PgConnectOptions::from_str(&url)?;
    let name = unique_name(PREFIX);
    let mut held = PgConnection::connect_with(&server.clone().application_name(&name)).await?;
    for row in held.fetch_all(LEFT_BEHIND).await? {
        let left: String = row.try_get(0)?;
        // Another process may be about to do the same.
        let _ = held.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {left} WITH (FORCE)"))).await;
    }
    execute(&server, format!("CREATE DATABASE {name}")).await?;
    migrate(&beside(&url, &name)).await?;
    Ok((name, held))
}

async fn migrate(url: &str) -> Result<(), Failure> {
    let store = Store::open(&Address::parse(url)?, LIMITS).await?;
    Migrator::up(store.connection_for_migrations(), None).await?;
    Ok(store.close().await?)
}
