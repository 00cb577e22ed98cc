//! Which version of the master key is current, which are retired, which one a client secret was hashed under, and the servers that run,
//! with the versions that they have.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, small_integer_null, string},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["activated_at", "retired_at"] {
            manager.alter_table(Table::alter().table("master_keys").add_column(big_integer_null(column)).to_owned()).await?;
        }
        // Until now the highest version was the current one.
        let highest = "UPDATE master_keys SET activated_at = recorded_at WHERE version = (SELECT max(version) FROM master_keys)";
        manager.get_connection().execute_unprepared(highest).await?;
        manager.alter_table(Table::alter().table("clients").add_column(small_integer_null("secret_key_version")).to_owned()).await?;
        let nodes = Table::create()
            .table("nodes")
            .col(string("id").primary_key())
            .col(string("name"))
            .col(big_integer("seen_at"))
            .col(string("key_versions"))
            .to_owned();
        manager.create_table(nodes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("nodes").to_owned()).await?;
        manager.alter_table(Table::alter().table("clients").drop_column("secret_key_version").to_owned()).await?;
        for column in ["activated_at", "retired_at"] {
            manager.alter_table(Table::alter().table("master_keys").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
