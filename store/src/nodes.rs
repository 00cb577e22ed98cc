//! The servers that run on this database, and its clock.

use domain::clock::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder, QueryResult, Set, Statement,
    sea_query::OnConflict,
};

use crate::{
    Error, Store, Transaction,
    entity::node::{ActiveModel, Column, Entity, Model},
};

/// A server that runs on this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRecord {
    /// Tells it from others; a new one at each start.
    pub id: String,
    /// Its machine and address, for people to read.
    pub name: String,
    /// When it was last known to run, by its own clock.
    pub seen_at: Timestamp,
    /// The versions of the master key that it has.
    pub key_versions: Vec<u8>,
}

/// How safely PostgreSQL keeps what it has committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Durability {
    /// Its version.
    pub version: String,
    /// Whether it waits until its log is on the disk.
    pub fsync: bool,
    /// `synchronous_commit`, as it is for new sessions.
    pub synchronous_commit: String,
    /// Whether commits wait for a standby (`synchronous_standby_names`).
    pub waits_for_standby: bool,
}

impl Store {
    /// Returns how safely PostgreSQL keeps commits; none for SQLite, which Regrant sets itself.
    pub async fn durability(&self) -> Result<Option<Durability>, Error> {
        if self.reader().get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let statement = "SELECT current_setting('server_version') AS version, current_setting('fsync') = 'on' AS fsync, \
                         current_setting('synchronous_commit') AS synchronous_commit, \
                         current_setting('synchronous_standby_names') <> '' AS waits_for_standby";
        let row = self.reader().query_one_raw(Statement::from_string(DbBackend::Postgres, statement)).await?;
        let read = |row: QueryResult| {
            Ok::<_, DbErr>(Durability {
                version: row.try_get("", "version")?,
                fsync: row.try_get("", "fsync")?,
                synchronous_commit: row.try_get("", "synchronous_commit")?,
                waits_for_standby: row.try_get("", "waits_for_standby")?,
            })
        };
        Ok(row.map(read).transpose()?)
    }

    /// Returns whether tables can be made in the schema that is used. SQLite knows no such right.
    pub async fn may_make_tables(&self) -> Result<bool, Error> {
        if self.reader().get_database_backend() != DbBackend::Postgres {
            return Ok(true);
        }
        let statement = "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may";
        let row = self.reader().query_one_raw(Statement::from_string(DbBackend::Postgres, statement)).await?;
        Ok(row.map(|row| row.try_get("", "may")).transpose()?.unwrap_or(false))
    }

    /// Returns the servers that were seen since this time, by name.
    pub async fn list_nodes(&self, since: Timestamp) -> Result<Vec<NodeRecord>, Error> {
        let query = Entity::find().filter(Column::SeenAt.gte(since.as_millis())).order_by_asc(Column::Name);
        Ok(query.all(self.reader()).await?.into_iter().map(NodeRecord::from).collect())
    }

    /// Returns the time by the database's clock; none for SQLite, which has no other clock than its machine's.
    pub async fn database_time(&self) -> Result<Option<Timestamp>, Error> {
        if self.reader().get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let statement = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS millis";
        let row = self.reader().query_one_raw(Statement::from_string(DbBackend::Postgres, statement)).await?;
        Ok(row.map(|row| row.try_get("", "millis")).transpose()?.map(Timestamp::from_millis))
    }
}

impl Transaction {
    /// Records that a server runs, and forgets those that were last seen before this time.
    pub async fn record_node(&self, node: &NodeRecord, forget_before: Timestamp) -> Result<(), Error> {
        let update = OnConflict::column(Column::Id).update_columns([Column::Name, Column::SeenAt, Column::KeyVersions]).to_owned();
        Entity::insert(row(node)).on_conflict(update).exec_without_returning(self.connection()).await?;
        Entity::delete_many().filter(Column::SeenAt.lt(forget_before.as_millis())).exec(self.connection()).await?;
        Ok(())
    }

    /// Forgets a server that ends.
    pub async fn delete_node(&self, id: &str) -> Result<(), Error> {
        Entity::delete_by_id(id).exec(self.connection()).await?;
        Ok(())
    }
}

fn row(node: &NodeRecord) -> ActiveModel {
    let versions: Vec<_> = node.key_versions.iter().map(u8::to_string).collect();
    ActiveModel {
        id: Set(node.id.clone()),
        name: Set(node.name.clone()),
        seen_at: Set(node.seen_at.as_millis()),
        key_versions: Set(versions.join(",")),
    }
}

impl From<Model> for NodeRecord {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            seen_at: Timestamp::from_millis(row.seen_at),
            key_versions: row.key_versions.split(',').filter_map(|version| version.parse().ok()).collect(),
        }
    }
}
