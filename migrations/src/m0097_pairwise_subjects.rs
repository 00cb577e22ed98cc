//! Pairwise subjects: the key by which a workspace names its users to sectors, and the sector that a family began in.

use sea_orm_migration::{
    prelude::*,
    schema::{blob, text_null, uuid},
};

use crate::m0001_configuration::goes_with;

const KEYS: &str = "subject_keys";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(subject_keys()).await?;
        let mut sector = text_null("sector");
        manager.alter_table(Table::alter().table("token_families").add_column(&mut sector).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("token_families").drop_column("sector").to_owned()).await?;
        manager.drop_table(Table::drop().table(KEYS).to_owned()).await
    }
}

/// A row for each workspace that ever had a client with pairwise subjects.
fn subject_keys() -> TableCreateStatement {
    Table::create()
        .table(KEYS)
        .col(uuid("workspace_id").primary_key())
        .col(blob("sealed_key"))
        .foreign_key(&mut goes_with(KEYS, "workspace_id", "workspaces"))
        .to_owned()
}
