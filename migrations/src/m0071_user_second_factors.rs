//! Second factors of users.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, uuid},
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
        manager.create_table(second_factors()).await?;
        manager.create_index(index("user_second_factors_by_workspace", "user_second_factors", &["workspace_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("user_second_factors").to_owned()).await
    }
}

/// A row for each user who has an authenticator app. The hashes of the recovery codes stand one after the other.
fn second_factors() -> TableCreateStatement {
    Table::create()
        .table("user_second_factors")
        .col(uuid("user_id").primary_key())
        .col(uuid("workspace_id"))
        .col(blob("sealed_secret"))
        .col(big_integer("last_step"))
        .col(blob("recovery_codes"))
        .col(big_integer("enrolled_at"))
        .col(big_integer("version"))
        .foreign_key(&mut goes_with("user_second_factors", "workspace_id", "workspaces"))
        .to_owned()
}
