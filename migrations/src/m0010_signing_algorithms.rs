//! The algorithm of a signing key. Earlier keys are all for ES256.

use sea_orm_migration::{prelude::*, schema::text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let algorithm = text("algorithm").default("ES256").to_owned();
        manager.alter_table(Table::alter().table("signing_keys").add_column(algorithm).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("signing_keys").drop_column("algorithm").to_owned()).await
    }
}
