//! The rows of the token engine: login sessions, consents, authorization codes, token families and their events.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, blob, blob_null, boolean, integer_null, json_binary, small_integer, small_integer_null, text,
        text_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

use crate::m0001_configuration::{goes_with, index};

/// Word for word the condition of the store's query: SQLite uses a partial index only for the same words.
const DECISIONS: &str = "kind IN ('issued', 'withheld', 'refused', 'reused')";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        // Families are listed newest first. PostgreSQL stores equal keys once, so that an index over the owner alone takes 8 bytes a row
        // where one over owner and identifier takes 85; for an owner of many it reads the primary key backwards instead. SQLite has no
        // statistics to choose by, and sorts a large list unless the index has its order.
        let listed_by = |owner: &'static str| if postgres { vec![owner] } else { vec![owner, "id"] };
        for table in
            [login_sessions(), consents(), authorization_codes(), token_families(), denied_access_tokens(), used_proofs(), token_events()]
        {
            manager.create_table(table).await?;
        }
        for index in [
            index("login_sessions_by_token", "login_sessions", &["token_hash"]).unique().to_owned(),
            index("login_sessions_by_user", "login_sessions", &["user_id"]),
            index("login_sessions_by_expiry", "login_sessions", &["expires_at"]),
            index("consents_by_client", "consents", &["client_id"]),
            index("authorization_codes_by_expiry", "authorization_codes", &["expires_at"]),
            index("token_families_by_workspace", "token_families", &listed_by("workspace_id")),
            index("token_families_by_client", "token_families", &listed_by("client_id")),
            index("token_families_by_user", "token_families", &["user_id"]),
            index("denied_access_tokens_by_expiry", "denied_access_tokens", &["expires_at"]),
            index("used_proofs_by_expiry", "used_proofs", &["expires_at"]),
            index("token_events_by_family", "token_events", &["family_id", "id"]),
            // Only decisions and refusals: a refresh, by far the most frequent event, does not touch it.
            index("token_events_of_decisions", "token_events", &["client_id", "id"]).and_where(Expr::cust(DECISIONS)).to_owned(),
            index("token_events_by_kind", "token_events", &["workspace_id", "kind", "at"]),
        ] {
            manager.create_index(index).await?;
        }
        if postgres {
            // Free space on each page, so that a refresh, which changes no indexed column, writes its row beside the old one (a heap-only
            // update) and touches no index.
            manager.get_connection().execute_unprepared("ALTER TABLE token_families SET (fillfactor = 90)").await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["token_events", "used_proofs", "denied_access_tokens", "token_families", "authorization_codes", "consents", "login_sessions"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn login_sessions() -> TableCreateStatement {
    Table::create()
        .table("login_sessions")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("user_id"))
        .col(blob("token_hash"))
        .col(big_integer("auth_time"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("ended_at"))
        .foreign_key(&mut goes_with("login_sessions", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("login_sessions", "user_id", "users"))
        .to_owned()
}

fn consents() -> TableCreateStatement {
    Table::create()
        .table("consents")
        .col(uuid("workspace_id"))
        .col(uuid("user_id"))
        .col(uuid("client_id"))
        .col(text("scopes"))
        .col(text("resources"))
        .col(big_integer("given_at"))
        // The user first, so that the key also serves the deletion of a user.
        .primary_key(Index::create().col("user_id").col("client_id").col("workspace_id"))
        .foreign_key(&mut goes_with("consents", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("consents", "user_id", "users"))
        .foreign_key(&mut goes_with("consents", "client_id", "clients"))
        .to_owned()
}

/// Codes are few at any time, because they are deleted soon after they expire: the cascades need no indexes.
fn authorization_codes() -> TableCreateStatement {
    Table::create()
        .table("authorization_codes")
        .col(blob("hash").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("client_id"))
        .col(uuid("user_id"))
        .col(uuid("login_session_id"))
        .col(text("redirect_uri"))
        .col(text("scopes"))
        .col(boolean("offline_consented"))
        .col(boolean("offline_requested"))
        .col(text_null("nonce"))
        .col(text_null("code_challenge"))
        .col(blob_null("dpop_jkt"))
        .col(text("resources"))
        .col(big_integer("auth_time"))
        .col(big_integer("session_expires_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("redeemed_at"))
        .col(uuid_null("redeemed_family_id"))
        .col(uuid_null("redeemed_access_token_id"))
        .col(big_integer_null("redeemed_access_token_expires_at"))
        .foreign_key(&mut goes_with("authorization_codes", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("authorization_codes", "client_id", "clients"))
        .foreign_key(&mut goes_with("authorization_codes", "user_id", "users"))
        .to_owned()
}

/// One row per sign-in, kept for years and therefore small. The columns are ordered by width, so that PostgreSQL puts no padding between
/// them.
fn token_families() -> TableCreateStatement {
    Table::create()
        .table("token_families")
        .col(big_integer("auth_time"))
        .col(big_integer("created_at"))
        .col(big_integer("rotated_at"))
        .col(big_integer("last_used_at"))
        .col(big_integer("expires_at"))
        .col(big_integer("generation"))
        .col(big_integer_null("revoked_at"))
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("client_id"))
        .col(uuid("user_id"))
        .col(uuid("login_session_id"))
        .col(integer_null("idle_ttl"))
        .col(small_integer("retries"))
        .col(small_integer("expires_by"))
        .col(small_integer_null("revocation_reason"))
        .col(boolean("confirmed"))
        .col(boolean("ends_with_session"))
        .col(text("scopes"))
        .col(text_null("resources"))
        .col(blob_null("dpop_jkt"))
        .foreign_key(&mut goes_with("token_families", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("token_families", "client_id", "clients"))
        .foreign_key(&mut goes_with("token_families", "user_id", "users"))
        .to_owned()
}

fn denied_access_tokens() -> TableCreateStatement {
    Table::create()
        .table("denied_access_tokens")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut goes_with("denied_access_tokens", "workspace_id", "workspaces"))
        .to_owned()
}

/// Proofs of possession that were used: kept for the minute or two in which they could be used again.
fn used_proofs() -> TableCreateStatement {
    Table::create()
        .table("used_proofs")
        .col(blob("hash"))
        .col(uuid("workspace_id"))
        .col(big_integer("expires_at"))
        .primary_key(Index::create().col("hash").col("workspace_id"))
        .foreign_key(&mut goes_with("used_proofs", "workspace_id", "workspaces"))
        .to_owned()
}

fn token_events() -> TableCreateStatement {
    Table::create()
        .table("token_events")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("client_id"))
        .col(uuid_null("user_id"))
        .col(uuid_null("family_id"))
        .col(big_integer("at"))
        .col(text("kind"))
        .col(text("scopes"))
        .col(json_binary("detail"))
        .to_owned()
}
