//! Subjects of trusted issuers that administrators have linked to users.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid},
};

use crate::m0001_configuration::{goes_with, index};

const LINKED: &str = "linked_subjects";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(linked_subjects()).await?;
        // Whoever an issuer means is one user.
        let mut subjects = index("linked_subjects_by_subject", LINKED, &["workspace_id", "issuer", "subject"]);
        manager.create_index(subjects.unique().to_owned()).await?;
        manager.create_index(index("linked_subjects_by_user", LINKED, &["user_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(LINKED).to_owned()).await
    }
}

/// A row for each subject. The issuer is one of those in the settings of the workspace, by its name there.
fn linked_subjects() -> TableCreateStatement {
    Table::create()
        .table(LINKED)
        .col(uuid("id").primary_key())
        .col(uuid("workspace_id"))
        .col(uuid("user_id"))
        .col(text("issuer"))
        .col(text("subject"))
        .col(big_integer("linked_at"))
        .foreign_key(&mut goes_with(LINKED, "workspace_id", "workspaces"))
        .foreign_key(&mut goes_with(LINKED, "user_id", "users"))
        .to_owned()
}
