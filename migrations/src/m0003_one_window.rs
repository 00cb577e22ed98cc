//! A retry is bounded by its window alone: the count of retries is removed.

use sea_orm_migration::{prelude::*, schema::small_integer};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("token_families").drop_column("retries").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("token_families").add_column(small_integer("retries").default(0)).to_owned()).await
    }
}
