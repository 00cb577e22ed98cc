//! The mail to administrators that waits to be sent by the installation's own server.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, uuid},
};

use crate::m0001_configuration::index;

const TABLE: &str = "installation_mails";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(uuid("id").primary_key())
            .col(blob("sealed"))
            .col(integer("attempts"))
            .col(big_integer("next_attempt_at"))
            .col(big_integer("expires_at"))
            .to_owned();
        manager.create_table(table).await?;
        manager.create_index(index("installation_mails_by_time", TABLE, &["next_attempt_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
