//! A user's e-mail address in a column, to find the user who signs in with it.

use sea_orm_migration::{prelude::*, schema::text_null, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("users").add_column(text_null("email")).to_owned()).await?;
        let of_profile = match manager.get_database_backend() {
            DbBackend::Postgres => "profile->>'email'",
            _ => "json_extract(profile, '$.email')",
        };
        let fill = format!("UPDATE users SET email = lower({of_profile})");
        manager.get_connection().execute_unprepared(&fill).await?;
        let by_email = Index::create().name("users_by_email").table("users").col("workspace_id").col("email").to_owned();
        manager.create_index(by_email).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("users_by_email").table("users").to_owned()).await?;
        manager.alter_table(Table::alter().table("users").drop_column("email").to_owned()).await
    }
}
