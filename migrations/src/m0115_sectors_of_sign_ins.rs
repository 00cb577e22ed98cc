//! The sector whose name for a user a client was told at a sign-in, and the consent that a code was made under. Of what began before there is neither.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The columns, each with its table.
fn columns() -> [(&'static str, &'static str, ColumnDef); 4] {
    [
        ("authorization_codes", "sector", text_null("sector")),
        ("authorization_codes", "consent_begun_at", big_integer_null("consent_begun_at")),
        ("session_clients", "sector", text_null("sector")),
        ("consents", "begun_at", big_integer_null("begun_at")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, mut column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name, _) in columns() {
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}
