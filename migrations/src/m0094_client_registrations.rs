//! Clients that registered themselves (RFC 7591), and how they manage what they registered (RFC 7592).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob_null, json_binary, text_null, uuid},
};

use crate::m0001_configuration::{goes_with, index};

const REGISTRATIONS: &str = "client_registrations";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(client_registrations()).await?;
        manager.create_index(index("client_registrations_by_workspace", REGISTRATIONS, &["workspace_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(REGISTRATIONS).to_owned()).await
    }
}

/// A row for each client that registered itself. Without the hash of a registration access token it cannot manage what it registered.
fn client_registrations() -> TableCreateStatement {
    Table::create()
        .table(REGISTRATIONS)
        .col(uuid("client_id").primary_key())
        .col(uuid("workspace_id"))
        .col(big_integer("registered_at"))
        .col(text_null("initial_access_token"))
        .col(blob_null("token_hash"))
        .col(json_binary("about"))
        .foreign_key(&mut goes_with(REGISTRATIONS, "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with(REGISTRATIONS, "client_id", "clients"))
        .to_owned()
}
