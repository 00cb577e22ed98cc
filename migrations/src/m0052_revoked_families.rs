//! An index of the token families that were revoked, newest last: they are few, and their list must not look for them among all others.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEX: &str = "token_families_revoked";
const REVOKED: &str = "revoked_at IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index is made beside the writes of nodes that serve only outside a transaction. Each step can be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            // One that was left unfinished is of no use. A refresh changes no column of it, so it stays a heap-only update.
            connection.execute_unprepared(&format!("DROP INDEX IF EXISTS {INDEX}")).await?;
            let create = format!("CREATE INDEX CONCURRENTLY {INDEX} ON token_families (workspace_id, id) WHERE {REVOKED}");
            connection.execute_unprepared(&create).await?;
            return Ok(());
        }
        let create = index(INDEX, "token_families", &["workspace_id", "id"]).and_where(Expr::cust(REVOKED)).if_not_exists().to_owned();
        manager.create_index(create).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {INDEX}")).await?;
        Ok(())
    }
}
