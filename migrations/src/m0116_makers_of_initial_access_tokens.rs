//! Who made an initial access token, which ends with them. Of those from before there is only the name.

use sea_orm_migration::{prelude::*, schema::uuid_null};

const TABLE: &str = "initial_access_tokens";
const COLUMN: &str = "created_by_id";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut maker = uuid_null(COLUMN);
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut maker).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
