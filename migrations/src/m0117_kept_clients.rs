//! Which clients of strangers an administrator has changed: they are kept, whoever uses them.

use sea_orm_migration::{prelude::*, schema::boolean};

const TABLE: &str = "clients";
const COLUMN: &str = "kept";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut kept = boolean(COLUMN).default(false).to_owned();
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut kept).to_owned()).await?;
        // Who changed one before is not known: it may have been an administrator. What has a document is changed by that.
        let changed = "UPDATE clients SET kept = TRUE WHERE version > 1 AND id IN (SELECT client_id FROM client_registrations)";
        manager.get_connection().execute_unprepared(changed).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
