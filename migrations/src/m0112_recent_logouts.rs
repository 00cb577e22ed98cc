//! The latest attempts to tell a client of sign-outs, beside the last one.

use sea_orm_migration::{prelude::*, schema::json_binary_null};

const TABLE: &str = "logout_receivers";
const COLUMN: &str = "recent";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut recent = json_binary_null(COLUMN);
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut recent).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
