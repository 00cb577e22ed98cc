//! What clients ask for in detail (RFC 9396): with a code, a device, a consent and a refresh token. Most have none, which takes no space.

use sea_orm_migration::{prelude::*, schema::text_null};

const TABLES: [&str; 4] = ["authorization_codes", "consents", "device_requests", "token_families"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let mut details = text_null("authorization_details");
            manager.alter_table(Table::alter().table(table).add_column(&mut details).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager.alter_table(Table::alter().table(table).drop_column("authorization_details").to_owned()).await?;
        }
        Ok(())
    }
}
