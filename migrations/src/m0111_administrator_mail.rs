//! Mail to administrators: what waits to be sent by the installation's own server, the links in it by which they replace a forgotten password, and the
//! language in which an invitation was mailed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, text, text_null, uuid, uuid_null},
};

use crate::m0001_configuration::{goes_with, index};

const LINKS: &str = "administrator_links";
const MAILS: &str = "installation_mails";
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
        manager.create_table(administrator_links()).await?;
        manager.create_table(installation_mails()).await?;
        manager.create_index(index("administrator_links_by_administrator", LINKS, &["administrator_id"])).await?;
        manager.create_index(index("administrator_links_by_expiry", LINKS, &["expires_at"])).await?;
        manager.create_index(index("installation_mails_by_time", MAILS, &["next_attempt_at"])).await?;
        // None of an invitation that was not mailed.
        manager.alter_table(Table::alter().table(INVITATIONS).add_column(text_null(LANGUAGE)).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(INVITATIONS).drop_column(LANGUAGE).to_owned()).await?;
        for table in [MAILS, LINKS] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A link that was asked for an address that nobody has is nobody's.
fn administrator_links() -> TableCreateStatement {
    Table::create()
        .table(LINKS)
        .col(blob("hash").primary_key())
        .col(uuid_null("administrator_id"))
        .col(text("email"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut goes_with(LINKS, "administrator_id", "administrators"))
        .to_owned()
}

fn installation_mails() -> TableCreateStatement {
    Table::create()
        .table(MAILS)
        .col(uuid("id").primary_key())
        .col(blob("sealed"))
        .col(integer("attempts"))
        .col(big_integer("next_attempt_at"))
        .col(big_integer("expires_at"))
        .to_owned()
}
