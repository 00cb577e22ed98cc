//! The lease of the housekeeping, and the order in which families end.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text},
    sea_orm::DbBackend,
};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEX: &str = "token_families_by_end";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// An index is made beside the writes of nodes that serve only outside a transaction. Each step can be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        manager.create_table(leases()).await?;
        connection
            .execute_unprepared(
                "INSERT INTO leases (name, fence, until) SELECT 'housekeeping', 0, 0 WHERE NOT EXISTS (SELECT 1 FROM leases WHERE name = \
                 'housekeeping')",
            )
            .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // One that was left unfinished is of no use.
            connection.execute_unprepared(&format!("DROP INDEX IF EXISTS {INDEX}")).await?;
            let create = format!("CREATE INDEX CONCURRENTLY {INDEX} ON token_families (expires_at)");
            connection.execute_unprepared(&create).await?;
            return Ok(());
        }
        manager.create_index(index(INDEX, "token_families", &["expires_at"]).if_not_exists().to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(&format!("DROP INDEX IF EXISTS {INDEX}")).await?;
        manager.drop_table(Table::drop().table("leases").if_exists().to_owned()).await
    }
}

fn leases() -> TableCreateStatement {
    Table::create()
        .table("leases")
        .if_not_exists()
        .col(text("name").primary_key())
        .col(big_integer("fence"))
        .col(big_integer("until"))
        .col(big_integer_null("last_round_at"))
        .to_owned()
}
