//! Figures of each client and hour.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, small_integer, text, uuid},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(client_figures()).await?;
        manager.create_index(index("client_figures_by_hour", "client_figures", &["hour"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("client_figures").to_owned()).await
    }
}

/// One row for each kind of event, and each reason of a refusal, that a client had in an hour.
fn client_figures() -> TableCreateStatement {
    Table::create()
        .table("client_figures")
        .col(uuid("workspace_id"))
        .col(uuid("client_id"))
        .col(big_integer("hour"))
        .col(small_integer("kind"))
        .col(text("reason"))
        .col(big_integer("events"))
        .primary_key(Index::create().col("workspace_id").col("client_id").col("hour").col("kind").col("reason"))
        .foreign_key(&mut goes_with("client_figures", "workspace_id", "workspaces"))
        .to_owned()
}
