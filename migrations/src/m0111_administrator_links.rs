//! Links that were sent to administrators by mail, by which they replace a forgotten password.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text, uuid_null},
};

use crate::m0001_configuration::{goes_with, index};

const TABLE: &str = "administrator_links";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One that was asked for an address that nobody has is nobody's.
        let table = Table::create()
            .table(TABLE)
            .col(blob("hash").primary_key())
            .col(uuid_null("administrator_id"))
            .col(text("email"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut goes_with(TABLE, "administrator_id", "administrators"))
            .to_owned();
        manager.create_table(table).await?;
        manager.create_index(index("administrator_links_by_administrator", TABLE, &["administrator_id"])).await?;
        manager.create_index(index("administrator_links_by_expiry", TABLE, &["expires_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
