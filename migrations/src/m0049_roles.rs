//! Roles and their assignments, invitations, and the scope of API tokens. The two roles that there were become assignments. The columns
//! `role` and `tenant_id` of administrators are for nodes of earlier versions only.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, json_binary, json_binary_null, text, text_null, uuid, uuid_null},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An installation's administrator could do everything; a tenant's could do everything in it that is not about administrators.
const ASSIGN: &str = "INSERT INTO role_assignments (id, administrator_id, role, tenant_id, created_at) SELECT id, id, CASE WHEN role = \
                      'administrator' AND tenant_id IS NULL THEN 'owner' ELSE role END, tenant_id, created_at FROM administrators";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [roles(), role_assignments(), invitations()] {
            manager.create_table(table).await?;
        }
        manager.create_index(index("roles_by_tenant", "roles", &["tenant_id"])).await?;
        for (name, column) in [
            ("role_assignments_by_administrator", "administrator_id"),
            ("role_assignments_by_role", "role_id"),
            ("role_assignments_by_tenant", "tenant_id"),
            ("role_assignments_by_workspace", "workspace_id"),
            ("role_assignments_by_client", "client_id"),
        ] {
            manager.create_index(index(name, "role_assignments", &[column])).await?;
        }
        manager.create_index(index("invitations_by_tenant", "invitations", &["tenant_id"])).await?;
        let mut scope = json_binary_null("scope");
        manager.alter_table(Table::alter().table("api_tokens").add_column(&mut scope).to_owned()).await?;
        manager.get_connection().execute_unprepared(ASSIGN).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("api_tokens").drop_column("scope").to_owned()).await?;
        for table in ["invitations", "role_assignments", "roles"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn roles() -> TableCreateStatement {
    Table::create()
        .table("roles")
        .col(uuid("id").primary_key())
        .col(uuid_null("tenant_id"))
        .col(text("name"))
        .col(json_binary("actions"))
        .col(big_integer("version"))
        .col(big_integer("created_at"))
        .foreign_key(&mut goes_with("roles", "tenant_id", "tenants"))
        .to_owned()
}

/// The level is the innermost of tenant, workspace and client that is set; without any it is the installation.
fn role_assignments() -> TableCreateStatement {
    Table::create()
        .table("role_assignments")
        .col(uuid("id").primary_key())
        .col(uuid("administrator_id"))
        .col(text_null("role"))
        .col(uuid_null("role_id"))
        .col(uuid_null("tenant_id"))
        .col(uuid_null("workspace_id"))
        .col(uuid_null("client_id"))
        .col(big_integer("created_at"))
        .foreign_key(&mut goes_with("role_assignments", "administrator_id", "administrators"))
        .foreign_key(&mut goes_with("role_assignments", "role_id", "roles"))
        .foreign_key(&mut goes_with("role_assignments", "tenant_id", "tenants"))
        .foreign_key(&mut goes_with("role_assignments", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("role_assignments", "client_id", "clients"))
        .to_owned()
}

fn invitations() -> TableCreateStatement {
    Table::create()
        .table("invitations")
        .col(uuid("id").primary_key())
        .col(text("email"))
        .col(text_null("role"))
        .col(uuid_null("role_id"))
        .col(uuid_null("tenant_id"))
        .col(uuid_null("workspace_id"))
        .col(uuid_null("client_id"))
        .col(blob("token_hash").unique_key())
        .col(uuid_null("invited_by"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut goes_with("invitations", "role_id", "roles"))
        .foreign_key(&mut goes_with("invitations", "tenant_id", "tenants"))
        .foreign_key(&mut goes_with("invitations", "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with("invitations", "client_id", "clients"))
        .foreign_key(&mut goes_with("invitations", "invited_by", "administrators"))
        .to_owned()
}
