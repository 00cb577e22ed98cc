//! Devices that wait for a user (RFC 8628).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, boolean, text, text_null, uuid},
};

use crate::m0001_configuration::{goes_with, index};

const TABLE: &str = "device_requests";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(device_requests()).await?;
        let mut user_codes = index("device_requests_by_user_code", TABLE, &["workspace_id", "user_code_hash"]);
        manager.create_index(user_codes.unique().to_owned()).await?;
        manager.create_index(index("device_requests_by_client", TABLE, &["client_id", "expires_at"])).await?;
        manager.create_index(index("device_requests_by_expiry", TABLE, &["expires_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

/// A row for each device that waits, deleted soon after it expires. Neither of its codes is stored.
fn device_requests() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(blob("hash").primary_key())
        .col(blob("user_code_hash"))
        .col(uuid("workspace_id"))
        .col(uuid("client_id"))
        .col(text("scopes"))
        .col(text("left_out"))
        .col(boolean("offline_requested"))
        .col(blob_null("dpop_jkt"))
        .col(text("resources"))
        .col(text_null("address"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer("poll_seconds"))
        .col(big_integer_null("polled_at"))
        .col(text("state"))
        .foreign_key(&mut goes_with(TABLE, "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with(TABLE, "client_id", "clients"))
        .to_owned()
}
