//! The certificate that the refresh tokens of a public client are bound to (RFC 8705 §4).

use sea_orm_migration::{prelude::*, schema::blob_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut thumbprint = blob_null("x5t_s256");
        manager.alter_table(Table::alter().table("token_families").add_column(&mut thumbprint).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("token_families").drop_column("x5t_s256").to_owned()).await
    }
}
