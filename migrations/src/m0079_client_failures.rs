//! Requests that failed by their clients' configuration, counted by client, reason and day.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid},
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
        manager.create_table(client_failures()).await?;
        manager.create_index(index("client_failures_by_client", "client_failures", &["client_id", "day"])).await?;
        manager.create_index(index("client_failures_by_day", "client_failures", &["day"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("client_failures").to_owned()).await
    }
}

fn client_failures() -> TableCreateStatement {
    Table::create()
        .table("client_failures")
        .col(uuid("workspace_id"))
        .col(big_integer("day"))
        .col(uuid("client_id"))
        .col(text("reason"))
        .col(big_integer("times"))
        .col(big_integer("first_at"))
        .col(big_integer("last_at"))
        .primary_key(Index::create().col("workspace_id").col("day").col("client_id").col("reason"))
        .foreign_key(&mut goes_with("client_failures", "workspace_id", "workspaces"))
        .to_owned()
}
