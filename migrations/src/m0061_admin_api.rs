//! What the admin API remembers of requests that are done once, however often they are sent; and the version of a service, so that the second
//! of two administrators to save learns that something changed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, uuid},
};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(idempotency_keys()).await?;
        manager.create_index(index("idempotency_keys_by_end", "idempotency_keys", &["expires_at"])).await?;
        let mut version = big_integer("version");
        manager.alter_table(Table::alter().table("services").add_column(version.default(1)).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("services").drop_column("version").to_owned()).await?;
        manager.drop_table(Table::drop().table("idempotency_keys").to_owned()).await
    }
}

/// A row a key. Neither the key nor the request or its answer can be read there: the key is hashed, the others are sealed.
fn idempotency_keys() -> TableCreateStatement {
    Table::create()
        .table("idempotency_keys")
        .col(blob("key_hash").primary_key())
        .col(blob("request"))
        .col(uuid("attempt"))
        .col(big_integer("began_at"))
        .col(big_integer_null("done_at"))
        .col(blob_null("answer"))
        .col(big_integer("expires_at"))
        .to_owned()
}

fn blob_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().null().to_owned()
}
