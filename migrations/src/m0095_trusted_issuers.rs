//! The issuers whose assertions a workspace takes (RFC 7523 §2.1).

use sea_orm_migration::{prelude::*, schema::json_binary_null};

const TABLE: &str = "workspaces";
const COLUMN: &str = "trusted_issuers";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // There are none where a server of an earlier version writes.
        let mut issuers = json_binary_null(COLUMN);
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut issuers).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
