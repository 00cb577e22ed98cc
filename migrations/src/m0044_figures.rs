//! Figures of each workspace and hour.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, small_integer, text, uuid},
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
        manager.create_table(hourly_figures()).await?;
        manager.create_index(index("hourly_figures_by_hour", "hourly_figures", &["hour"])).await?;
        manager.alter_table(Table::alter().table("leases").add_column(big_integer_null("counted_until")).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("leases").drop_column("counted_until").to_owned()).await?;
        manager.drop_table(Table::drop().table("hourly_figures").to_owned()).await
    }
}

/// One row for each kind of event, and each reason of a refusal, that a workspace had in an hour.
fn hourly_figures() -> TableCreateStatement {
    Table::create()
        .table("hourly_figures")
        .col(uuid("workspace_id"))
        .col(big_integer("hour"))
        .col(small_integer("kind"))
        .col(text("reason"))
        .col(big_integer("events"))
        .primary_key(Index::create().col("workspace_id").col("hour").col("kind").col("reason"))
        .foreign_key(&mut goes_with("hourly_figures", "workspace_id", "workspaces"))
        .to_owned()
}
