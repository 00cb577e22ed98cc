//! Indexes of the names of clients and users, by which their lists can be sorted.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The indexes, by their tables. What they are over is word for word what the store sorts by.
const INDEXES: [(&str, &str); 2] = [("clients_by_name", "clients"), ("users_by_name", "users")];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index is made beside the writes of nodes that serve only outside a transaction. Each step can be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let concurrently = if manager.get_database_backend() == DbBackend::Postgres { "CONCURRENTLY" } else { "" };
        for (name, table) in INDEXES {
            // One that was left unfinished is of no use.
            manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {name}")).await?;
            let create = format!("CREATE INDEX {concurrently} {name} ON {table} (workspace_id, lower(name), id)");
            manager.get_connection().execute_unprepared(&create).await?;
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
