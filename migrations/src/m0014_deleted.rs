//! When a workspace or a tenant was deleted: it disappears from its address at once, and its rows are deleted afterwards.

use sea_orm_migration::{prelude::*, schema::big_integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: [&str; 2] = ["workspaces", "tenants"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager.alter_table(Table::alter().table(table).add_column(big_integer_null("deleted_at")).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            // An earlier version would take what is left of a deleted workspace or tenant for an existing one.
            manager.get_connection().execute_unprepared(&format!("DELETE FROM {table} WHERE deleted_at IS NOT NULL")).await?;
            manager.alter_table(Table::alter().table(table).drop_column("deleted_at").to_owned()).await?;
        }
        Ok(())
    }
}
