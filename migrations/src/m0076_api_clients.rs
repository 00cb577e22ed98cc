//! API clients with their roles, and which workspace is the system workspace of its tenant.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, text_null, uuid, uuid_null},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A tenant has one system workspace at most.
const ONE_SYSTEM_WORKSPACE: &str = "CREATE UNIQUE INDEX workspaces_system ON workspaces (tenant_id) WHERE is_system AND deleted_at IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut is_system = boolean("is_system").default(false).to_owned();
        manager.alter_table(Table::alter().table("workspaces").add_column(&mut is_system).to_owned()).await?;
        manager.get_connection().execute_unprepared(ONE_SYSTEM_WORKSPACE).await?;
        manager.create_table(api_clients()).await?;
        for (name, column) in [
            ("api_clients_by_home", "home_id"),
            ("api_clients_by_role", "role_id"),
            ("api_clients_by_tenant", "tenant_id"),
            ("api_clients_by_workspace", "workspace_id"),
            ("api_clients_by_client", "client_id"),
        ] {
            manager.create_index(index(name, "api_clients", &[column])).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("api_clients").to_owned()).await?;
        manager.get_connection().execute_unprepared("DROP INDEX workspaces_system").await?;
        manager.alter_table(Table::alter().table("workspaces").drop_column("is_system").to_owned()).await
    }
}

/// `id` is the client itself, and `home_id` its system workspace. The level of the role is the innermost of tenant, workspace and client that is
/// set.
fn api_clients() -> TableCreateStatement {
    Table::create()
        .table("api_clients")
        .col(uuid("id").primary_key())
        .col(uuid("home_id"))
        .col(text_null("role"))
        .col(uuid_null("role_id"))
        .col(uuid_null("tenant_id"))
        .col(uuid_null("workspace_id"))
        .col(uuid_null("client_id"))
        .col(big_integer("created_at"))
        .foreign_key(&mut goes_with("api_clients", "id", "clients"))
        .foreign_key(&mut goes_with("api_clients", "home_id", "workspaces"))
        .foreign_key(&mut goes_with("api_clients", "role_id", "roles"))
        .foreign_key(&mut goes_with("api_clients", "tenant_id", "tenants"))
        .foreign_key(&mut goes_with("api_clients", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("api_clients", "client_id", "clients"))
        .to_owned()
}
