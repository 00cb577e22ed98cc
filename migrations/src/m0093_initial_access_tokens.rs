//! Tokens by which clients register themselves (RFC 7591 §3).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, text, uuid},
};

use crate::m0001_configuration::{goes_with, index};

const TOKENS: &str = "initial_access_tokens";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(initial_access_tokens()).await?;
        let mut hashes = index("initial_access_tokens_by_hash", TOKENS, &["token_hash"]);
        manager.create_index(hashes.unique().to_owned()).await?;
        manager.create_index(index("initial_access_tokens_by_workspace", TOKENS, &["workspace_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TOKENS).to_owned()).await
    }
}

/// A row for each token, by its hash.
fn initial_access_tokens() -> TableCreateStatement {
    Table::create()
        .table(TOKENS)
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(text("name"))
        .col(blob("token_hash"))
        .col(text("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(integer("uses"))
        .col(integer("used"))
        .foreign_key(&mut goes_with(TOKENS, "workspace_id", "workspaces"))
        .to_owned()
}
