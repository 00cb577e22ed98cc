//! Second factors of users, and how the user of a session and of a code authenticated.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text_null, uuid},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Null where an earlier version wrote the row: by a password.
const TABLES: [&str; 2] = ["login_sessions", "authorization_codes"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(second_factors()).await?;
        manager.create_index(index("second_factors_by_workspace", "second_factors", &["workspace_id"])).await?;
        for table in TABLES {
            let mut authentication = text_null("authentication");
            manager.alter_table(Table::alter().table(table).add_column(&mut authentication).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager.alter_table(Table::alter().table(table).drop_column("authentication").to_owned()).await?;
        }
        manager.drop_table(Table::drop().table("second_factors").to_owned()).await
    }
}

/// One row for each user who has an authenticator app.
fn second_factors() -> TableCreateStatement {
    Table::create()
        .table("second_factors")
        .col(uuid("user_id").primary_key())
        .col(uuid("workspace_id"))
        .col(blob("sealed_secret"))
        .col(big_integer("last_step"))
        .col(blob("recovery_codes"))
        .col(big_integer("version"))
        .foreign_key(&mut goes_with("second_factors", "workspace_id", "workspaces"))
        .to_owned()
}
