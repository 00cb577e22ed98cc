//! Back-channel logout: the clients of login sessions, and how they take that they are told of sign-outs.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, small_integer_null, text, text_null, uuid},
};

use crate::m0001_configuration::{goes_with, index};

const CLIENTS: &str = "session_clients";
const RECEIVERS: &str = "logout_receivers";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(session_clients()).await?;
        manager.create_table(logout_receivers()).await?;
        let mut parts = index("session_clients_by_session", CLIENTS, &["login_session_id", "client_id"]);
        manager.create_index(parts.unique().to_owned()).await?;
        manager.create_index(index("session_clients_by_client", CLIENTS, &["client_id", "due_at"])).await?;
        manager.create_index(index("session_clients_by_expiry", CLIENTS, &["expires_at"])).await?;
        manager.create_index(index("logout_receivers_by_due", RECEIVERS, &["due_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [RECEIVERS, CLIENTS] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A row for each client that got an ID token in a session, if it is told of the session's end. With that end the row is what is to be delivered, and it
/// is deleted once the client has taken it. There is no foreign key to the session: that of a deleted user is deleted before its clients are told.
fn session_clients() -> TableCreateStatement {
    Table::create()
        .table(CLIENTS)
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("login_session_id"))
        .col(uuid("client_id"))
        .col(uuid("user_id"))
        .col(boolean("by_session"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("ended_at"))
        .col(big_integer_null("due_at"))
        .col(big_integer("failures"))
        .foreign_key(&mut goes_with(CLIENTS, "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with(CLIENTS, "client_id", "clients"))
        .to_owned()
}

/// A row for each client that was to be told of the end of a session.
fn logout_receivers() -> TableCreateStatement {
    Table::create()
        .table(RECEIVERS)
        .col(uuid("client_id").primary_key())
        .col(uuid("workspace_id"))
        .col(big_integer("failures"))
        .col(big_integer_null("failing_since"))
        .col(big_integer("due_at"))
        .col(big_integer("fence"))
        .col(big_integer("held_until"))
        .col(big_integer_null("last_at"))
        .col(small_integer_null("last_status"))
        .col(text_null("last_failure"))
        .col(text("last_answer"))
        .col(big_integer_null("delivered_at"))
        .foreign_key(&mut goes_with(RECEIVERS, "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with(RECEIVERS, "client_id", "clients"))
        .to_owned()
}
