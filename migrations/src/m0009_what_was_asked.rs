//! The requested scopes that were not granted, and whether the request named its redirect URI: the exchange of a code and its event use
//! them.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, text},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables with a column of scopes that were left out.
const LEFT_OUT: [&str; 2] = ["authorization_codes", "token_events"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in LEFT_OUT {
            manager.alter_table(Table::alter().table(table).add_column(text("left_out").default("")).to_owned()).await?;
        }
        let named = boolean("redirect_uri_named").default(true).to_owned();
        manager.alter_table(Table::alter().table("authorization_codes").add_column(named).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("authorization_codes").drop_column("redirect_uri_named").to_owned()).await?;
        for table in LEFT_OUT {
            manager.alter_table(Table::alter().table(table).drop_column("left_out").to_owned()).await?;
        }
        Ok(())
    }
}
