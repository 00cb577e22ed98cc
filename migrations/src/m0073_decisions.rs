//! Indexes of decisions and refusals by workspace and by user, for those who search them across clients.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};

use crate::{m0001_configuration::index, m0042_small_events::has_partitions};

/// Word for word the condition of the store's query: SQLite uses a partial index only for the same words.
const DECISIONS: &str = "kind IN (1, 2, 8, 9)";
/// The table that decisions are in where it is divided.
const DIVIDED: &str = "engine_events_rest";
const INDEXES: [(&str, &str); 2] =
    [("engine_events_of_decisions_by_workspace", "workspace_id"), ("engine_events_of_decisions_by_user", "user_id")];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index is made beside the writes of nodes that serve only outside a transaction. Each step can be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if has_partitions(manager).await? {
            for (name, column) in INDEXES {
                divided(manager.get_connection(), name, column).await?;
            }
            return Ok(());
        }
        for (name, column) in INDEXES {
            if manager.get_database_backend() == DbBackend::Postgres {
                one(manager.get_connection(), name, "engine_events", column).await?;
            } else {
                let index = index(name, "engine_events", &[column, "id"]).and_where(Expr::cust(DECISIONS)).if_not_exists().to_owned();
                manager.create_index(index).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
        }
        Ok(())
    }
}

/// Makes an index of a table.
async fn one(connection: &SchemaManagerConnection<'_>, name: &str, table: &str, column: &str) -> Result<(), DbErr> {
    // One that was left unfinished is of no use.
    connection.execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
    let create = format!("CREATE INDEX CONCURRENTLY {name} ON {table} ({column}, id) WHERE {DECISIONS}");
    connection.execute_unprepared(&create).await?;
    Ok(())
}

/// Makes an index of the divided table: first its frame, which partitions that are made from now on take over, then that of each partition,
/// beside the writes.
async fn divided(connection: &SchemaManagerConnection<'_>, name: &str, column: &str) -> Result<(), DbErr> {
    let frame = format!("CREATE INDEX IF NOT EXISTS {name} ON ONLY {DIVIDED} ({column}, id) WHERE {DECISIONS}");
    connection.execute_unprepared(&frame).await?;
    // Those that have none in this frame yet.
    let lacking = format!(
        "SELECT child.relname::text AS name FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid \
         WHERE inhparent = to_regclass('{DIVIDED}') AND NOT EXISTS (SELECT 1 FROM pg_inherits AS of_index \
         JOIN pg_index ON pg_index.indexrelid = of_index.inhrelid \
         WHERE of_index.inhparent = to_regclass('{name}') AND pg_index.indrelid = child.oid)"
    );
    for row in connection.query_all_raw(Statement::from_string(DbBackend::Postgres, lacking)).await? {
        let partition: String = row.try_get("", "name")?;
        let own = format!("{partition}_by_{column}");
        one(connection, &own, &partition, column).await?;
        connection.execute_unprepared(&format!("ALTER INDEX {name} ATTACH PARTITION {own}")).await?;
    }
    Ok(())
}
