//! Where requests of clients that do not authenticate came from: what waits for such a client is shared out by that.

use sea_orm_migration::{prelude::*, schema::blob_null};

const TABLES: [&str; 2] = ["device_requests", "pushed_requests"];
const COLUMN: &str = "site";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            // What waits already lives for half an hour at most, and gives way to nobody.
            let mut site = blob_null(COLUMN);
            manager.alter_table(Table::alter().table(table).add_column(&mut site).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager.alter_table(Table::alter().table(table).drop_column(COLUMN).to_owned()).await?;
        }
        Ok(())
    }
}
