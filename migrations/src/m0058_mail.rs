//! The mail servers of tenants, the mail that waits to be sent, and the links in it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, json_binary, text, text_null, uuid, uuid_null},
};

use crate::m0001_configuration::{goes_with, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(mail_servers()).await?;
        manager.create_table(mails()).await?;
        manager.create_table(user_links()).await?;
        manager.create_index(index("mails_by_time", "mails", &["next_attempt_at"])).await?;
        manager.create_index(index("mails_by_tenant", "mails", &["tenant_id"])).await?;
        manager.create_index(index("mails_by_workspace", "mails", &["workspace_id"])).await?;
        manager.create_index(index("user_links_by_workspace", "user_links", &["workspace_id", "user_id"])).await?;
        manager.create_index(index("user_links_by_purpose", "user_links", &["workspace_id", "purpose"])).await?;
        manager.create_index(index("user_links_by_expiry", "user_links", &["expires_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["user_links", "mails", "mail_servers"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// One row for each tenant that has a server.
fn mail_servers() -> TableCreateStatement {
    Table::create()
        .table("mail_servers")
        .col(uuid("tenant_id").primary_key())
        .col(json_binary("settings"))
        .col(blob_null("sealed_password"))
        .col(big_integer("version"))
        .col(big_integer_null("failed_at"))
        .col(text_null("failure"))
        .foreign_key(&mut goes_with("mail_servers", "tenant_id", "tenants"))
        .to_owned()
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(uuid("id").primary_key())
        .col(uuid("tenant_id"))
        .col(uuid_null("workspace_id"))
        .col(blob("sealed"))
        .col(integer("attempts"))
        .col(big_integer("next_attempt_at"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut goes_with("mails", "tenant_id", "tenants"))
        .foreign_key(&mut goes_with("mails", "workspace_id", "workspaces"))
        .to_owned()
}

fn user_links() -> TableCreateStatement {
    Table::create()
        .table("user_links")
        .col(blob("hash").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid_null("user_id"))
        .col(text("purpose"))
        .col(text("email"))
        .col(blob_null("sealed"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut goes_with("user_links", "workspace_id", "workspaces"))
        .to_owned()
}
