//! Passkeys of administrators and users.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, boolean, string, uuid},
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
        let mut of_administrators = passkeys("administrator_passkeys");
        of_administrators.col(uuid("administrator_id")).foreign_key(&mut goes_with(
            "administrator_passkeys",
            "administrator_id",
            "administrators",
        ));
        manager.create_table(of_administrators).await?;
        let mut credentials = index("administrator_passkeys_by_credential", "administrator_passkeys", &["credential"]);
        manager.create_index(credentials.unique().to_owned()).await?;
        manager.create_index(index("administrator_passkeys_by_owner", "administrator_passkeys", &["administrator_id"])).await?;

        let mut of_users = passkeys("user_passkeys");
        of_users.col(uuid("workspace_id")).col(uuid("user_id")).foreign_key(&mut goes_with("user_passkeys", "workspace_id", "workspaces"));
        manager.create_table(of_users).await?;
        let mut credentials = index("user_passkeys_by_credential", "user_passkeys", &["workspace_id", "credential"]);
        manager.create_index(credentials.unique().to_owned()).await?;
        manager.create_index(index("user_passkeys_by_owner", "user_passkeys", &["user_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("user_passkeys").to_owned()).await?;
        manager.drop_table(Table::drop().table("administrator_passkeys").to_owned()).await
    }
}

/// A row for each passkey. A second factor with an empty secret is one of passkeys alone.
fn passkeys(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(uuid("id").primary_key())
        .col(blob("credential"))
        .col(blob("public_key"))
        .col(big_integer("sign_count"))
        .col(string("name"))
        .col(boolean("synced"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_used_at"))
        .col(big_integer("challenged_at"))
        .to_owned()
}
