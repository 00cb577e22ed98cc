//! The mail to administrators that waits to be sent by the installation's own server, and the language in which an invitation was mailed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, text_null, uuid},
};

use crate::m0001_configuration::index;

const TABLE: &str = "installation_mails";
const INVITATIONS: &str = "invitations";
const LANGUAGE: &str = "language";

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
        manager.create_index(index("installation_mails_by_time", TABLE, &["next_attempt_at"])).await?;
        // None of one that was not mailed.
        let mut language = text_null(LANGUAGE);
        manager.alter_table(Table::alter().table(INVITATIONS).add_column(&mut language).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(INVITATIONS).drop_column(LANGUAGE).to_owned()).await?;
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
