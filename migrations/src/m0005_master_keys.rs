//! The fingerprints of the master keys that a database was used with; and a table for the write by which a server checks that the database
//! accepts writes, which is always rolled back.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, small_integer},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let master_keys = Table::create()
            .table("master_keys")
            .col(small_integer("version").primary_key())
            .col(blob("fingerprint"))
            .col(big_integer("recorded_at"))
            .to_owned();
        manager.create_table(master_keys).await?;
        manager.create_table(Table::create().table("health_probes").col(blob("padding")).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("health_probes").to_owned()).await?;
        manager.drop_table(Table::drop().table("master_keys").to_owned()).await
    }
}
