//! Reuses of refresh tokens, each with the mark of whoever has handled it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text_null, uuid},
};

use crate::m0001_configuration::{goes_with, index};

const TABLE: &str = "refresh_token_reuses";
/// Word for word as the store asks for them: SQLite uses a partial index only for the same words.
const OPEN: &str = "handled_at IS NULL";
const HANDLED: &str = "handled_at IS NOT NULL";
/// Those that were recorded before there was this table, as far as their families are there. The audit line has where they came from.
const EARLIER: &str = "\
INSERT INTO refresh_token_reuses (id, workspace_id, family_id, client_id, user_id, presented, generation, version) \
SELECT events.id, families.workspace_id, families.id, families.client_id, families.user_id, \
    CAST(events.detail ->> 'presented' AS bigint), events.generation, 0 \
FROM engine_events AS events JOIN token_families AS families ON families.id = events.family_id \
JOIN users ON users.id = families.user_id AND users.deleted_at IS NULL \
WHERE events.kind = 8 AND events.generation IS NOT NULL AND events.detail ->> 'presented' IS NOT NULL";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(reuses()).await?;
        for index in [
            index("refresh_token_reuses_open", TABLE, &["workspace_id", "id"]).and_where(Expr::cust(OPEN)).to_owned(),
            index("refresh_token_reuses_handled", TABLE, &["workspace_id", "id"]).and_where(Expr::cust(HANDLED)).to_owned(),
            index("refresh_token_reuses_by_workspace", TABLE, &["workspace_id", "id"]),
            index("refresh_token_reuses_by_client", TABLE, &["client_id", "id"]),
            index("refresh_token_reuses_by_user", TABLE, &["user_id", "id"]),
            index("refresh_token_reuses_by_family", TABLE, &["family_id"]),
        ] {
            manager.create_index(index).await?;
        }
        manager.get_connection().execute_unprepared(EARLIER).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

/// The family has no foreign key: each refresh would pay for it. Whatever deletes families deletes these, too.
fn reuses() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("family_id"))
        .col(uuid("client_id"))
        .col(uuid("user_id"))
        .col(big_integer("presented"))
        .col(big_integer("generation"))
        .col(text_null("address"))
        .col(big_integer_null("handled_at"))
        .col(text_null("handled_by_kind"))
        .col(text_null("handled_by"))
        .col(text_null("note"))
        .col(big_integer("version"))
        .foreign_key(&mut goes_with(TABLE, "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with(TABLE, "client_id", "clients"))
        .foreign_key(&mut goes_with(TABLE, "user_id", "users"))
        .to_owned()
}
