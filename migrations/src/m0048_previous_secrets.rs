//! The secret of a client that was replaced and works for a while, and what tells a client's secrets apart.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob_null, small_integer_null, text_null},
};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEX: &str = "clients_with_previous_secret";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            manager.alter_table(Table::alter().table("clients").add_column(column).to_owned()).await?;
        }
        // No row is in it before a server of this version writes one.
        let few = index(INDEX, "clients", &["previous_secret_until"]).and_where(Expr::cust("previous_secret_until IS NOT NULL")).to_owned();
        manager.create_index(few).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table("clients").to_owned()).await?;
        for column in columns() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table("clients").drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}

fn columns() -> [ColumnDef; 10] {
    [
        big_integer("secret_version").default(1).to_owned(),
        text_null("secret_fingerprint"),
        big_integer_null("secret_created_at"),
        big_integer_null("secret_used_at"),
        blob_null("previous_secret_hash"),
        small_integer_null("previous_secret_key_version"),
        text_null("previous_secret_fingerprint"),
        big_integer_null("previous_secret_created_at"),
        big_integer_null("previous_secret_until"),
        big_integer_null("previous_secret_used_at"),
    ]
}
