//! Clients that are known by a document at an address: where it is, and when it was read.

use sea_orm_migration::{prelude::*, schema::json_binary_null};

const TABLE: &str = "clients";
const COLUMN: &str = "document";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // None of a client that has its identifier from this server.
        let mut document = json_binary_null(COLUMN);
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut document).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
