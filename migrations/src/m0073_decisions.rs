//! Indexes of decisions and refusals by workspace and by user, for those who search them across clients.

use sea_orm_migration::prelude::*;

use crate::decision_indexes::DecisionIndexes;

const INDEXES: DecisionIndexes = DecisionIndexes {
    condition: "kind IN (1, 2, 8, 9)",
    names: &[("engine_events_of_decisions_by_workspace", "workspace_id"), ("engine_events_of_decisions_by_user", "user_id")],
    of_partition: "by",
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        INDEXES.make(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        INDEXES.drop(manager).await
    }
}
