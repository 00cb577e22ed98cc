//! Jobs: bulk acts that are done in small steps.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, json_binary, text, uuid, uuid_null},
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
        manager.create_table(jobs()).await?;
        manager.create_index(index("jobs_by_workspace", "jobs", &["workspace_id", "id"])).await?;
        manager.create_index(index("jobs_by_status", "jobs", &["status", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("jobs").to_owned()).await
    }
}

fn jobs() -> TableCreateStatement {
    Table::create()
        .table("jobs")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(json_binary("task"))
        .col(text("status"))
        .col(json_binary("started_by"))
        .col(big_integer("started_at"))
        .col(big_integer("expected"))
        .col(boolean("expected_at_least"))
        .col(big_integer("looked_at"))
        .col(big_integer("done"))
        .col(big_integer_null("ended_at"))
        .col(uuid_null("cursor"))
        .col(big_integer("fence"))
        .col(big_integer("held_until"))
        .foreign_key(&mut goes_with("jobs", "workspace_id", "workspaces"))
        .to_owned()
}
