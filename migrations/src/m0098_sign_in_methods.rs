//! How users signed in, with their sessions and with what was authorized in them, and the level as which the client is told of it.

use sea_orm_migration::{prelude::*, schema::small_integer_null};

const COLUMNS: [(&str, &str); 5] = [
    ("login_sessions", "signed_in_by"),
    ("authorization_codes", "signed_in_by"),
    ("authorization_codes", "acr"),
    ("token_families", "signed_in_by"),
    ("token_families", "acr"),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in COLUMNS {
            let mut column = small_integer_null(name);
            manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in COLUMNS {
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}
