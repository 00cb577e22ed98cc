//! The status of administrators, the administrator of a console session, and the count of ends of a client's own access tokens.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid_null},
};

use crate::m0001_configuration::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The added columns, by table.
fn columns() -> [(&'static str, &'static str, ColumnDef); 4] {
    [
        ("administrators", "status", text("status").default("active").take()),
        ("administrators", "epoch", big_integer("epoch").default(0).take()),
        // Earlier sessions have no administrator and end with the upgrade: it is not known who started them.
        ("console_sessions", "administrator_id", uuid_null("administrator_id").take()),
        ("clients", "epoch", big_integer("epoch").default(0).take()),
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
        manager.create_index(index("console_sessions_by_administrator", "console_sessions", &["administrator_id"])).await?;
        manager.create_index(index("authorization_codes_by_user", "authorization_codes", &["user_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("authorization_codes_by_user").table("authorization_codes").to_owned()).await?;
        manager.drop_index(Index::drop().name("console_sessions_by_administrator").table("console_sessions").to_owned()).await?;
        for (table, name, _) in columns() {
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}
