//! The configuration: tenants, workspaces and what is in them; administrators; the audit trail.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, json_binary, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            tenants(),
            workspaces(),
            services(),
            clients(),
            users(),
            signing_keys(),
            administrators(),
            api_tokens(),
            console_sessions(),
            audit_events(),
        ] {
            manager.create_table(table).await?;
        }
        for index in [
            index("workspaces_by_slug", "workspaces", &["tenant_id", "slug"]).unique().to_owned(),
            index("services_by_workspace", "services", &["workspace_id", "position"]),
            index("clients_by_workspace", "clients", &["workspace_id", "id"]),
            index("users_by_identifier", "users", &["workspace_id", "identifier"]).unique().to_owned(),
            index("users_by_workspace", "users", &["workspace_id", "id"]),
            index("signing_keys_by_workspace", "signing_keys", &["workspace_id", "created_at"]),
            index("administrators_by_tenant", "administrators", &["tenant_id"]),
            index("api_tokens_by_administrator", "api_tokens", &["administrator_id"]),
            index("console_sessions_by_expiry", "console_sessions", &["expires_at"]),
            index("audit_events_by_tenant", "audit_events", &["tenant_id", "id"]),
            index("audit_events_by_workspace", "audit_events", &["workspace_id", "id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "audit_events",
            "console_sessions",
            "api_tokens",
            "administrators",
            "signing_keys",
            "users",
            "clients",
            "services",
            "workspaces",
            "tenants",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn tenants() -> TableCreateStatement {
    Table::create()
        .table("tenants")
        .col(uuid("id").primary_key())
        .col(text("slug").unique_key())
        .col(text("name"))
        .col(big_integer("created_at"))
        .to_owned()
}

fn workspaces() -> TableCreateStatement {
    Table::create()
        .table("workspaces")
        .col(uuid("id").primary_key())
        .col(uuid("tenant_id"))
        .col(text("slug"))
        .col(text("name"))
        .col(big_integer("created_at"))
        .col(big_integer("version"))
        .col(json_binary("authorization"))
        .col(json_binary("tokens"))
        .foreign_key(&mut goes_with("workspaces", "tenant_id", "tenants"))
        .to_owned()
}

fn services() -> TableCreateStatement {
    Table::create()
        .table("services")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(text("name"))
        .col(text("kind"))
        .col(json_binary("scopes"))
        .col(text_null("resource"))
        .col(integer("position"))
        .foreign_key(&mut goes_with("services", "workspace_id", "workspaces"))
        .to_owned()
}

fn clients() -> TableCreateStatement {
    Table::create()
        .table("clients")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(text("name"))
        .col(text("status"))
        .col(blob_null("secret_hash"))
        .col(json_binary("settings"))
        .col(big_integer("created_at"))
        .col(big_integer("version"))
        .foreign_key(&mut goes_with("clients", "workspace_id", "workspaces"))
        .to_owned()
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(text("identifier"))
        .col(text("name"))
        .col(text("status"))
        .col(text_null("password_hash"))
        .col(json_binary("profile"))
        .col(big_integer("created_at"))
        .col(big_integer("version"))
        .foreign_key(&mut goes_with("users", "workspace_id", "workspaces"))
        .to_owned()
}

fn signing_keys() -> TableCreateStatement {
    Table::create()
        .table("signing_keys")
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(blob("public_key"))
        .col(blob("sealed_private_key"))
        .col(big_integer("created_at"))
        .foreign_key(&mut goes_with("signing_keys", "workspace_id", "workspaces"))
        .to_owned()
}

fn administrators() -> TableCreateStatement {
    Table::create()
        .table("administrators")
        .col(uuid("id").primary_key())
        .col(text("email").unique_key())
        .col(text("name"))
        .col(uuid_null("tenant_id"))
        .col(text("role"))
        .col(text_null("password_hash"))
        .col(blob_null("one_time_hash").unique_key())
        .col(big_integer_null("one_time_expires_at"))
        .col(big_integer("created_at"))
        .foreign_key(&mut goes_with("administrators", "tenant_id", "tenants"))
        .to_owned()
}

fn api_tokens() -> TableCreateStatement {
    Table::create()
        .table("api_tokens")
        .col(uuid("id").primary_key())
        .col(uuid("administrator_id"))
        .col(text("name"))
        .col(blob("token_hash").unique_key())
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut goes_with("api_tokens", "administrator_id", "administrators"))
        .to_owned()
}

fn console_sessions() -> TableCreateStatement {
    Table::create()
        .table("console_sessions")
        .col(blob("id_hash").primary_key())
        .col(json_binary("data"))
        .col(big_integer("expires_at"))
        .to_owned()
}

fn audit_events() -> TableCreateStatement {
    Table::create()
        .table("audit_events")
        .col(uuid("id").primary_key())
        .col(uuid_null("tenant_id"))
        .col(uuid_null("workspace_id"))
        .col(big_integer("at"))
        .col(text("actor_kind"))
        .col(text("actor"))
        .col(text("action"))
        .col(text("target"))
        .col(text("target_id"))
        .col(json_binary("changes"))
        .to_owned()
}

/// Returns a foreign key whose row is deleted with the row that it refers to.
pub(crate) fn goes_with(table: &'static str, column: &'static str, owner: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}_fkey"))
        .from(table, column)
        .to(owner, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// Returns an index over these columns, in this order.
pub(crate) fn index(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}
