//! Webhooks, what administrators have sent to them, and the attempts to deliver.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, json_binary, small_integer_null, text, text_null, uuid},
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
        for table in [webhooks(), webhook_requests(), webhook_attempts()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("webhooks_by_tenant", "webhooks", &["tenant_id", "id"]),
            index("webhook_requests_by_webhook", "webhook_requests", &["webhook_id", "id"]),
            index("webhook_attempts_by_webhook", "webhook_attempts", &["webhook_id", "id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["webhook_attempts", "webhook_requests", "webhooks"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn webhooks() -> TableCreateStatement {
    Table::create()
        .table("webhooks")
        .col(uuid("id").primary_key())
        .col(uuid("tenant_id"))
        .col(json_binary("settings"))
        .col(text("status"))
        .col(big_integer("created_at"))
        .col(big_integer("version"))
        .col(blob("sealed_secret"))
        .col(blob_null("sealed_former_secret"))
        .col(big_integer_null("former_secret_until"))
        .col(big_integer("handled"))
        .col(big_integer("failures"))
        .col(big_integer_null("failing_since"))
        .col(big_integer("due_at"))
        .col(big_integer("told_since"))
        .col(big_integer("fence"))
        .col(big_integer("held_until"))
        .foreign_key(&mut goes_with("webhooks", "tenant_id", "tenants"))
        .to_owned()
}

fn webhook_requests() -> TableCreateStatement {
    Table::create()
        .table("webhook_requests")
        .col(uuid("id").primary_key())
        .col(uuid("webhook_id"))
        .col(big_integer_null("number"))
        .foreign_key(&mut goes_with("webhook_requests", "webhook_id", "webhooks"))
        .to_owned()
}

fn webhook_attempts() -> TableCreateStatement {
    Table::create()
        .table("webhook_attempts")
        .col(uuid("id").primary_key())
        .col(uuid("webhook_id"))
        .col(text("kind"))
        .col(text("event_id"))
        .col(text("event_type"))
        .col(big_integer_null("number"))
        .col(big_integer("millis"))
        .col(small_integer_null("status"))
        .col(text_null("failure"))
        .col(text("answer"))
        .foreign_key(&mut goes_with("webhook_attempts", "webhook_id", "webhooks"))
        .to_owned()
}
