//! Filters of lists that administrators keep under a name.

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
        manager.create_table(saved_views()).await?;
        manager
            .create_index(index("saved_views_by_name", "saved_views", &["workspace_id", "administrator_id", "name"]).unique().to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("saved_views").to_owned()).await
    }
}

fn saved_views() -> TableCreateStatement {
    Table::create()
        .table("saved_views")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("administrator_id"))
        .col(text("name"))
        .col(text("query"))
        .col(big_integer("created_at"))
        .foreign_key(&mut goes_with("saved_views", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("saved_views", "administrator_id", "administrators"))
        .to_owned()
}
