//! The engine's events.

use domain::{audit::AuditEvent, token_event::TokenEvent};
use engine::storage::{Basis, EventStorage, StorageError, Written};

use super::earlier;
use crate::{
    EngineStorage, basis,
    engine_storage::{during, during_write},
};

impl EventStorage for EngineStorage {
    async fn record_issue(&self, event: TokenEvent, basis: Basis) -> Result<Written, StorageError> {
        during_write("record_issue", || async {
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(Written::BasisChanged);
            }
            earlier::append(&transaction, event.clone()).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }

    async fn record_event(&self, event: TokenEvent) -> Result<(), StorageError> {
        during("record_event", async {
            let transaction = self.store.begin().await?;
            transaction.append_token_event(event).await?;
            transaction.commit().await
        })
        .await
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        during("record_audit", async {
            let transaction = self.store.begin().await?;
            transaction.append_audit(audit).await?;
            transaction.commit().await
        })
        .await
    }
}
