//! Indexes of decisions and refusals with the assertions that were taken among them, in place of those without.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};

use crate::{m0001_configuration::index, m0042_small_events::has_partitions};

/// Word for word the condition of the store's query: SQLite uses a partial index only for the same words.
const DECISIONS: &str = "kind IN (1, 2, 8, 9, 11, 12)";
/// What it was before. Whoever asks for it still is answered by the new indexes, too, on PostgreSQL: it says more.
const BEFORE: &str = "kind IN (1, 2, 8, 9, 11)";
/// The table that decisions are in, and where it is divided the part of it.
const TABLE: &str = "engine_events";
const DIVIDED: &str = "engine_events_rest";
const INDEXES: [(&str, &str); 3] = [
    ("engine_events_answered_by_client", "client_id"),
    ("engine_events_answered_by_workspace", "workspace_id"),
    ("engine_events_answered_by_user", "user_id"),
];
const INDEXES_BEFORE: [(&str, &str); 3] = [
    ("engine_events_decided_by_client", "client_id"),
    ("engine_events_decided_by_workspace", "workspace_id"),
    ("engine_events_decided_by_user", "user_id"),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index is made beside the writes of nodes that serve only outside a transaction. Each step can be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let divided = has_partitions(manager).await?;
        for (name, column) in INDEXES {
            if divided {
                make_divided(manager.get_connection(), name, column).await?;
            } else if manager.get_database_backend() == DbBackend::Postgres {
                make(manager.get_connection(), name, TABLE, column).await?;
            } else {
                manager.create_index(usual(name, column, DECISIONS)).await?;
            }
        }
        drop_all(manager, INDEXES_BEFORE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let divided = has_partitions(manager).await?;
        for (name, column) in INDEXES_BEFORE {
            if manager.get_database_backend() == DbBackend::Postgres {
                let table = if divided { DIVIDED } else { TABLE };
                let create = format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({column}, id) WHERE {BEFORE}");
                manager.get_connection().execute_unprepared(&create).await?;
            } else {
                manager.create_index(usual(name, column, BEFORE)).await?;
            }
        }
        drop_all(manager, INDEXES).await
    }
}

fn usual(name: &'static str, column: &'static str, condition: &'static str) -> IndexCreateStatement {
    index(name, TABLE, &[column, "id"]).and_where(Expr::cust(condition)).if_not_exists().to_owned()
}

async fn drop_all(manager: &SchemaManager<'_>, indexes: [(&str, &str); 3]) -> Result<(), DbErr> {
    for (name, _) in indexes {
        manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
    }
    Ok(())
}

/// Makes an index of a table.
async fn make(connection: &SchemaManagerConnection<'_>, name: &str, table: &str, column: &str) -> Result<(), DbErr> {
    // One that was left unfinished is of no use.
    connection.execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
    let create = format!("CREATE INDEX CONCURRENTLY {name} ON {table} ({column}, id) WHERE {DECISIONS}");
    connection.execute_unprepared(&create).await?;
    Ok(())
}

/// Makes an index of the divided table: first its frame, which partitions that are made from now on take over, then that of each partition,
/// beside the writes.
async fn make_divided(connection: &SchemaManagerConnection<'_>, name: &str, column: &str) -> Result<(), DbErr> {
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
        let own = format!("{partition}_answered_by_{column}");
        make(connection, &own, &partition, column).await?;
        connection.execute_unprepared(&format!("ALTER INDEX {name} ATTACH PARTITION {own}")).await?;
    }
    Ok(())
}
