//! Indexes of decisions and refusals with the assertions that were taken among them, in place of those without.

use sea_orm_migration::prelude::*;

use crate::{decision_indexes::DecisionIndexes, m0090_token_exchanges::INDEXES as BEFORE};

const INDEXES: DecisionIndexes = DecisionIndexes {
    condition: "kind IN (1, 2, 8, 9, 11, 12)",
    names: &[
        ("engine_events_answered_by_client", "client_id"),
        ("engine_events_answered_by_workspace", "workspace_id"),
        ("engine_events_answered_by_user", "user_id"),
    ],
    of_partition: "answered_by",
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        INDEXES.make(manager).await?;
        BEFORE.drop(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        BEFORE.make_again(manager).await?;
        INDEXES.drop(manager).await
    }
}
