//! Which clients that registered themselves an administrator has changed since: those do not end because nobody seems to use them.

use sea_orm_migration::{prelude::*, schema::boolean};

const TABLE: &str = "client_registrations";
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
        // Of the others it is not known any more whether an administrator did it, or the client.
        let changed = "UPDATE client_registrations SET kept = TRUE WHERE client_id IN (SELECT id FROM clients WHERE version > 1)";
        manager.get_connection().execute_unprepared(changed).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
