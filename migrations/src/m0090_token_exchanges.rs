//! Indexes of decisions and refusals with the exchanges of access tokens among them, in place of those without.

use sea_orm_migration::prelude::*;

use crate::decision_indexes::DecisionIndexes;

pub(crate) const INDEXES: DecisionIndexes = DecisionIndexes {
    condition: "kind IN (1, 2, 8, 9, 11)",
    names: &[
        ("engine_events_decided_by_client", "client_id"),
        ("engine_events_decided_by_workspace", "workspace_id"),
        ("engine_events_decided_by_user", "user_id"),
    ],
    of_partition: "decided_by",
};
/// Whoever asks for what they say still is answered by the new ones, too, on PostgreSQL: those say more.
const BEFORE: DecisionIndexes = DecisionIndexes {
    condition: "kind IN (1, 2, 8, 9)",
    names: &[
        ("engine_events_of_decisions", "client_id"),
        ("engine_events_of_decisions_by_workspace", "workspace_id"),
        ("engine_events_of_decisions_by_user", "user_id"),
    ],
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
        INDEXES.make(manager).await?;
        BEFORE.drop(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        BEFORE.make_again(manager).await?;
        INDEXES.drop(manager).await
    }
}
