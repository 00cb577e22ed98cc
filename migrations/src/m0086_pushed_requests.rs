//! Authorization requests that clients pushed (RFC 9126).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, text, uuid},
};

use crate::m0001_configuration::index;

const TABLE: &str = "pushed_requests";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(pushed_requests()).await?;
        manager.create_index(index("pushed_requests_by_client", TABLE, &["client_id", "expires_at"])).await?;
        manager.create_index(index("pushed_requests_by_expiry", TABLE, &["expires_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

/// Kept for a minute, or for half an hour once they were opened. There are no foreign keys: a client that was deleted meanwhile is missed when
/// its request is opened, and a request that is pushed at that moment is no failure.
fn pushed_requests() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(blob("hash").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("client_id"))
        .col(text("query"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("opened_at"))
        .col(big_integer_null("used_at"))
        .to_owned()
}
