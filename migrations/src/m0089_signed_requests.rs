//! Pushed authorization requests that their client signed (RFC 9101).

use sea_orm_migration::{prelude::*, schema::boolean};

const TABLE: &str = "pushed_requests";
const COLUMN: &str = "signed";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What a server of an earlier version stores was never signed.
        let mut signed = boolean(COLUMN).default(false).to_owned();
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut signed).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
