//! The events of the token engine in rows that say only what their family does not, and on PostgreSQL in partitions by time.
//!
//! The table of the versions before, `token_events`, stays: a node of such a version goes on writing to it, and the housekeeping moves its
//! rows to the new one. A later version drops it.

use sea_orm_migration::{
    prelude::*,
    schema::{integer_null, json_binary_null, small_integer, uuid, uuid_null},
    sea_orm::{DbBackend, Statement},
};

use crate::m0001_configuration::index;

/// Word for word the condition of the store's query: SQLite uses a partial index only for the same words.
const DECISIONS: &str = "kind IN (1, 2, 8, 9)";
const OF_A_FAMILY: &str = "family_id IS NOT NULL";
/// Of the events that name their workspace, which refreshes do not: for the deletion of a workspace.
const OF_A_WORKSPACE: &str = "workspace_id IS NOT NULL";

/// The table on PostgreSQL. A class of kinds has a retention of its own, and within it partitions are dropped whole. What no partition was
/// made for goes to a default one, so that no insert fails.
///
/// No primary key: its index would take a third of the bytes of a refresh, and nothing looks for one event of all. The index over time
/// holds the first and the last identifier of some pages, and takes nearly nothing.
const PARTITIONED: [&str; 9] = [
    "CREATE TABLE engine_events (id uuid NOT NULL, family_id uuid, workspace_id uuid, client_id uuid, user_id uuid, generation integer, \
     kind smallint NOT NULL, detail jsonb) PARTITION BY LIST (kind)",
    "CREATE TABLE engine_events_uses PARTITION OF engine_events FOR VALUES IN (3, 4, 5, 6, 7) PARTITION BY RANGE (id)",
    "CREATE TABLE engine_events_rest PARTITION OF engine_events DEFAULT PARTITION BY RANGE (id)",
    "CREATE TABLE engine_events_uses_default PARTITION OF engine_events_uses DEFAULT",
    "CREATE TABLE engine_events_rest_default PARTITION OF engine_events_rest DEFAULT",
    "CREATE INDEX engine_events_by_family ON engine_events (family_id) WHERE family_id IS NOT NULL",
    "CREATE INDEX engine_events_by_workspace ON engine_events (workspace_id) WHERE workspace_id IS NOT NULL",
    "CREATE INDEX engine_events_of_decisions ON engine_events_rest (client_id, id) WHERE kind IN (1, 2, 8, 9)",
    "CREATE INDEX engine_events_by_time ON engine_events USING brin (id) WITH (pages_per_range = 32, autosummarize = on)",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if has_partitions(manager).await? {
            for statement in PARTITIONED {
                manager.get_connection().execute_unprepared(statement).await?;
            }
            return Ok(());
        }
        let mut table = engine_events();
        if manager.get_database_backend() == DbBackend::Sqlite {
            // Sorted by identifier, so by time, without a second copy of the identifier in an index.
            table.extra("WITHOUT ROWID");
        }
        manager.create_table(table).await?;
        let by_family = index("engine_events_by_family", "engine_events", &["family_id"]).and_where(Expr::cust(OF_A_FAMILY)).to_owned();
        manager.create_index(by_family).await?;
        let by_workspace = index("engine_events_by_workspace", "engine_events", &["workspace_id"]);
        manager.create_index(by_workspace.clone().and_where(Expr::cust(OF_A_WORKSPACE)).to_owned()).await?;
        let decisions = index("engine_events_of_decisions", "engine_events", &["client_id", "id"]);
        manager.create_index(decisions.clone().and_where(Expr::cust(DECISIONS)).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("engine_events").to_owned()).await
    }
}

/// Returns whether this is PostgreSQL, and not an engine that only speaks its protocol: those have no partitions of this kind, and no
/// index over ranges of pages.
pub(crate) async fn has_partitions(manager: &SchemaManager<'_>) -> Result<bool, DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let question = Statement::from_string(DbBackend::Postgres, "SELECT version() AS version");
    let version: String = match manager.get_connection().query_one_raw(question).await? {
        Some(row) => row.try_get("", "version")?,
        None => String::new(),
    };
    Ok(version.starts_with("PostgreSQL ") && !version.contains("-YB-"))
}

fn engine_events() -> TableCreateStatement {
    Table::create()
        .table("engine_events")
        .col(uuid("id").primary_key())
        .col(uuid_null("family_id"))
        .col(uuid_null("workspace_id"))
        .col(uuid_null("client_id"))
        .col(uuid_null("user_id"))
        .col(integer_null("generation"))
        .col(small_integer("kind"))
        .col(json_binary_null("detail"))
        .to_owned()
}
