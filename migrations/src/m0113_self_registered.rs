//! Which clients registered themselves: that is said of them wherever users read their names.

use sea_orm_migration::{prelude::*, schema::boolean};

const TABLE: &str = "clients";
const COLUMN: &str = "registered_itself";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An earlier version that still runs meanwhile writes none of it.
        let mut registered = boolean(COLUMN).default(false).to_owned();
        manager.alter_table(Table::alter().table(TABLE).add_column(&mut registered).to_owned()).await?;
        let known = "UPDATE clients SET registered_itself = TRUE WHERE id IN (SELECT client_id FROM client_registrations)";
        manager.get_connection().execute_unprepared(known).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(TABLE).drop_column(COLUMN).to_owned()).await
    }
}
