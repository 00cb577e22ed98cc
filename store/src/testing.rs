//! Migrated, empty databases for tests, which are deleted when they are dropped: SQLite in a file, and PostgreSQL on the server that
//! `REGRANT_TEST_POSTGRES_URL` names.

pub mod black_hole;
pub mod distributed;
mod place;
pub mod template;
pub mod wire;

pub use place::POSTGRES_URL;

use std::{
    collections::{HashMap, HashSet},
    env, fs,
    str::FromStr,
    time::Duration,
};

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    id::WorkspaceId,
    token_event::TokenEvent,
};
use engine::{
    contract::{Change, Failure, Fixture, START, Seed, linked_subject, passkey, second_factor, unique_seed},
    family::Family,
    keys::HashedSecret,
    storage::{EventIds, SessionClient, StorageError},
};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ColumnTrait, ConnectionTrait as _, EntityTrait, QueryFilter, QueryOrder, Set, Statement, sqlx::postgres::PgConnectOptions};

use crate::{
    EngineStorage, FamiliesOf, SavedUser, SecretUpdate, SessionsOf, Store,
    engine_storage::{during, during_write},
    entity::{
        audit_event, client, earlier_token_event, service, session_client, signing_key, tenant, token_event, token_family, workspace,
    },
    paging::read,
    testing::{
        place::{Place, beside, execute, file_in, new_directory, server_url, unique_name},
        wire::Wire,
    },
    users,
};

/// The environment variable by which each PostgreSQL database of the tests is `distributed`: it refuses what distributed engines lack
/// ([`distributed::lacking`]), and ends one statement in twenty with 40001.
pub const PROFILE: &str = "REGRANT_TEST_PROFILE";

/// A store that one test has to itself.
#[derive(Debug)]
pub struct TestStore {
    store: Store,
    engine_storage: EngineStorage,
    place: Place,
}

impl TestStore {
    /// Creates a migrated SQLite database.
    pub async fn sqlite() -> Result<Self, Failure> {
        let directory = new_directory()?;
        fs::write(file_in(&directory), template::sqlite()?)?;
        Self::at(Place::Directory(directory)).await
    }

    /// Creates a migrated PostgreSQL database. Where [`PROFILE`] says so, it behaves as a distributed engine does.
    pub async fn postgres() -> Result<Self, Failure> {
        let url = server_url()?;
        let server = PgConnectOptions::from_str(&url)?;
        let name = unique_name("regrant_test_");
        if env::var(PROFILE).is_ok_and(|profile| profile == "distributed") {
            execute(&server, format!("CREATE DATABASE {name}")).await?;
            let wire = Wire::before(&beside(&url, &name), distributed::judge()).await?;
            let database = Self::at(Place::Database { server: Box::new(server), url: wire.url().to_owned(), name }).await?;
            Migrator::up(database.store.connection_for_migrations(), None).await?;
            return Ok(database);
        }
        execute(&server, format!("CREATE DATABASE {name} TEMPLATE {}", template::postgres()?)).await?;
        let url = beside(&url, &name);
        Self::at(Place::Database { server: Box::new(server), url, name }).await
    }

    /// Creates one of each.
    pub async fn both() -> Result<[Self; 2], Failure> {
        Ok([Self::sqlite().await?, Self::postgres().await?])
    }

    async fn at(place: Place) -> Result<Self, Failure> {
        let store = place.open().await?;
        Ok(Self { engine_storage: EngineStorage::new(store.clone()).without_recheck(), store, place })
    }

    /// Ends every other connection to a PostgreSQL database, as a restart of the server does.
    pub async fn end_connections(&self) -> Result<(), Failure> {
        if let Place::Database { server, name, .. } = &self.place {
            let others = "datname = current_database() AND pid <> pg_backend_pid()";
            let statement = format!("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE {others}");
            execute(&PgConnectOptions::clone(server).database(name), statement).await?;
        }
        Ok(())
    }

    /// Waits until this many connections to a PostgreSQL database wait for a lock.
    pub async fn until_waiting(&self, many: i64) -> Result<(), Failure> {
        let connection = self.store.connection_for_migrations();
        let waiting = "SELECT count(*) AS many FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        for _ in 0..1_000 {
            let found = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), waiting)).await?;
            if found.ok_or("a row")?.try_get::<i64>("", "many")? >= many {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("nobody waits".into())
    }

    /// Makes the planner of a PostgreSQL database know how the rows of a table are spread.
    pub async fn analyze(&self, table: &str) -> Result<(), Failure> {
        self.store.connection_for_migrations().execute_unprepared(&format!("ANALYZE {table}")).await?;
        Ok(())
    }

    /// Returns how many rows of a table of a PostgreSQL database were read so far, by whatever plan. Ends every connection, because each tells
    /// the server what it has read when it ends.
    pub async fn rows_read(&self, table: &str) -> Result<u64, Failure> {
        self.end_connections().await?;
        let connection = self.store.connection_for_migrations();
        let read = "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) AS many FROM pg_stat_user_tables WHERE relname = $1";
        let read = Statement::from_sql_and_values(connection.get_database_backend(), read, [table.into()]);
        let row = connection.query_one_raw(read).await?.ok_or("there is such a table")?;
        Ok(u64::try_from(row.try_get::<i64>("", "many")?)?)
    }

    /// Has a PostgreSQL database read tables by indexes where it can: how far a whole scan gets before it has found enough depends on where it
    /// begins, and that on what else is read at the moment.
    pub async fn prefers_indexes(&self) -> Result<(), Failure> {
        let connection = self.store.connection_for_migrations();
        let set = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$";
        connection.execute_unprepared(set).await?;
        self.end_connections().await
    }

    /// Opens another store on the same database, with separate connections: what another process sees.
    pub async fn another(&self) -> Result<Store, crate::Error> {
        self.place.open().await
    }

    /// Returns the address of the database.
    pub fn url(&self) -> String {
        self.place.url()
    }

    /// Returns the store.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the engine's storage on it.
    pub const fn engine_storage(&self) -> &EngineStorage {
        &self.engine_storage
    }
}

impl Fixture for TestStore {
    type Storage = EngineStorage;

    fn storage(&self) -> &EngineStorage {
        &self.engine_storage
    }

    async fn seed(&self, seed: Seed) -> Result<(), StorageError> {
        during("seed", insert(&self.store, seed)).await
    }

    async fn change(&self, seed: &Seed, change: Change) -> Result<(), StorageError> {
        during_write("change", || change_as_an_administrator(&self.store, seed, change)).await
    }

    async fn token_events(&self, workspace: WorkspaceId) -> Result<Vec<TokenEvent>, StorageError> {
        during("list_token_events", list_token_events(&self.store, workspace)).await
    }

    async fn audit_events(&self, workspace: WorkspaceId) -> Result<Vec<AuditEvent>, StorageError> {
        during("list_audit_events", list_audit_events(&self.store, workspace)).await
    }

    async fn session_clients(&self, workspace: WorkspaceId) -> Result<Vec<SessionClient>, StorageError> {
        during("list_session_clients", list_session_clients(&self.store, workspace)).await
    }
}

async fn insert(store: &Store, seed: Seed) -> Result<(), crate::Error> {
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    tenant::Entity::insert(tenant::row(&seed.tenant)).exec_without_returning(connection).await?;
    workspace::Entity::insert(workspace::row(&seed.workspace)?).exec_without_returning(connection).await?;
    for record in [seed.client, seed.other_client] {
        let previous = record.previous_secret;
        let row = client::ActiveModel {
            secret_used_at: Set(record.secret_used_at.map(Timestamp::as_millis)),
            previous_secret_hash: Set(previous.map(|previous| previous.hash.to_vec())),
            previous_secret_key_version: Set(previous.map(|_| 1)),
            previous_secret_until: Set(previous.map(|previous| previous.until.as_millis())),
            previous_secret_used_at: Set(previous.and_then(|previous| previous.used_at).map(Timestamp::as_millis)),
            ..client::row(&record.client, record.secret_hash.map(|hash| HashedSecret { hash, version: 1 }))?
        };
        client::Entity::insert(row).exec_without_returning(connection).await?;
    }
    for record in [seed.user, seed.other_user] {
        if let SavedUser::Taken(_) = users::insert(connection, &seed.workspace, record.user, record.password_hash).await? {
            return Err(crate::Error::Conflict);
        }
    }
    for (position, service) in (0..).zip(&seed.services) {
        service::Entity::insert(service::row(service, position)?).exec_without_returning(connection).await?;
    }
    for key in seed.signing_keys {
        signing_key::Entity::insert(signing_key::row(key)).exec_without_returning(connection).await?;
    }
    transaction.commit().await
}

async fn change_as_an_administrator(store: &Store, seed: &Seed, change: Change) -> Result<(), crate::Error> {
    let transaction = store.begin().await?;
    let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or(crate::Error::Stale)?;
    match change {
        Change::Workspace => {
            workspace.update_workspace(workspace.workspace()).await?;
        }
        Change::Client => {
            let client = workspace.find_client(seed.client.client.id).await?.ok_or(crate::Error::Stale)?;
            workspace.update_client(&client, SecretUpdate::Keep).await?;
        }
        Change::Password => {
            let user = workspace.find_user(seed.user.user.id).await?.ok_or(crate::Error::Stale)?;
            workspace.update_user(&user, Some("$argon2id$another".to_owned())).await?;
            let end = Revocation { at: START, reason: RevocationReason::PasswordChanged };
            workspace.end_login_sessions(SessionsOf::User(user.id), end, EventIds::new(START, unique_seed())).await?;
            let event_ids = EventIds::new(START, unique_seed());
            workspace.end_families(FamiliesOf::UserAt(user.id, &HashSet::new()), end, event_ids).await?;
        }
        Change::SecondFactor => {
            workspace.insert_second_factor(seed.user.user.id, &second_factor()).await?;
        }
        Change::Passkey => workspace.insert_passkey(seed.user.user.id, &passkey(seed)).await?,
        Change::SubjectLinked => {
            let user = workspace.find_user(seed.user.user.id).await?.ok_or(crate::Error::Stale)?;
            workspace.update_user(&user, None).await?;
            let linked = linked_subject(seed).map_err(|_| crate::Error::Stale)?;
            workspace.insert_linked_subject(user.id, &linked).await?;
        }
        Change::SubjectUnlinked => {
            let user = workspace.find_user(seed.user.user.id).await?.ok_or(crate::Error::Stale)?;
            workspace.update_user(&user, None).await?;
            workspace.delete_linked_subjects(user.id).await?;
        }
        Change::UserDeleted => {
            let user = workspace.find_user(seed.user.user.id).await?.ok_or(crate::Error::Stale)?;
            let end = Revocation { at: START, reason: RevocationReason::UserDeleted };
            workspace.delete_user(&user, end, EventIds::new(START, unique_seed())).await?;
        }
    }
    transaction.commit().await
}

async fn list_token_events(store: &Store, workspace: WorkspaceId) -> Result<Vec<TokenEvent>, crate::Error> {
    let families = token_family::Entity::find().filter(token_family::Column::WorkspaceId.eq(workspace.as_uuid()));
    let families: Vec<Family> = read(families.all(store.reader()).await?)?;
    let families: HashMap<_, _> = families.into_iter().map(|family| (family.authorization.id.as_uuid(), family.authorization)).collect();
    let mut events = Vec::new();
    for row in token_event::Entity::find().all(store.reader()).await? {
        let family = row.family_id.and_then(|id| families.get(&id));
        if row.workspace_id == Some(workspace.as_uuid()) || row.workspace_id.is_none() && family.is_some() {
            events.push(row.event(family)?);
        }
    }
    let earlier = earlier_token_event::Entity::find().filter(earlier_token_event::Column::WorkspaceId.eq(workspace.as_uuid()));
    events.extend(read::<_, TokenEvent>(earlier.all(store.reader()).await?)?);
    events.sort_by_key(|event| event.id);
    Ok(events)
}

async fn list_audit_events(store: &Store, workspace: WorkspaceId) -> Result<Vec<AuditEvent>, crate::Error> {
    let of_workspace = audit_event::Entity::find().filter(audit_event::Column::WorkspaceId.eq(workspace.as_uuid()));
    let rows = of_workspace.order_by_asc(audit_event::Column::Id).all(store.reader()).await?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}

async fn list_session_clients(store: &Store, workspace: WorkspaceId) -> Result<Vec<SessionClient>, crate::Error> {
    let of_workspace = session_client::Entity::find().filter(session_client::Column::WorkspaceId.eq(workspace.as_uuid()));
    let rows = of_workspace.order_by_asc(session_client::Column::Id).all(store.reader()).await?;
    rows.into_iter().map(SessionClient::try_from).collect()
}
