//! The names that users sign in with, one row each, so that no two users of a workspace share one; the time of deletion of users; and the
//! origin of login sessions.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, text, text_null, uuid, uuid_null},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An identifier belongs to one user, because it was unique before. An e-mail address is added where it is nobody's identifier; where
/// several users share it, it belongs to none of them: it signs no one in, as before, and no other user can get it.
const FILL: [&str; 2] = [
    "INSERT INTO sign_in_names (workspace_id, name, user_id) SELECT workspace_id, identifier, id FROM users",
    "INSERT INTO sign_in_names (workspace_id, name, user_id) \
     SELECT one.workspace_id, one.email, CASE WHEN EXISTS (SELECT 1 FROM users AS other \
     WHERE other.workspace_id = one.workspace_id AND other.email = one.email AND other.id <> one.id) THEN NULL ELSE one.id END \
     FROM users AS one WHERE one.email IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM users AS before \
     WHERE before.workspace_id = one.workspace_id AND before.email = one.email AND before.id < one.id) \
     AND NOT EXISTS (SELECT 1 FROM users AS named WHERE named.workspace_id = one.workspace_id AND named.identifier = one.email)",
];

/// The added columns, by table.
fn columns() -> [(&'static str, &'static str, ColumnDef); 3] {
    [
        ("users", "deleted_at", big_integer_null("deleted_at").take()),
        // Not known of earlier sessions.
        ("login_sessions", "browser", text_null("browser").take()),
        ("login_sessions", "address", text_null("address").take()),
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
        manager.create_table(sign_in_names()).await?;
        manager.create_index(index("sign_in_names_by_user", "sign_in_names", &["user_id"])).await?;
        for fill in FILL {
            manager.get_connection().execute_unprepared(fill).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sign_in_names").to_owned()).await?;
        // An earlier version would take what is left of a deleted user for a user.
        manager.get_connection().execute_unprepared("DELETE FROM users WHERE deleted_at IS NOT NULL").await?;
        for (table, name, _) in columns() {
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}

fn sign_in_names() -> TableCreateStatement {
    Table::create()
        .table("sign_in_names")
        .col(uuid("workspace_id"))
        .col(text("name"))
        .col(uuid_null("user_id"))
        .primary_key(Index::create().col("workspace_id").col("name"))
        .foreign_key(&mut goes_with("sign_in_names", "workspace_id", "workspaces"))
        .to_owned()
}
