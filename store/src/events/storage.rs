//! The engine's events.

use domain::{audit::AuditEvent, client_failure::FailedRequest, token_event::TokenEvent};
use engine::storage::{Basis, EventStorage, StorageError, Written};
use sea_orm::{EntityTrait, QueryTrait};

use super::{earlier, recorded::RecordIssue};
use crate::{
    EngineStorage, basis,
    engine_storage::{during, during_write},
    entity::{audit_event, token_event},
};

impl EventStorage for EngineStorage {
    async fn record_issue(&self, event: TokenEvent, basis: Basis) -> Result<Written, StorageError> {
        let request = RecordIssue::new(event.clone(), &basis);
        let shared = async {
            let Some(request) = request? else { return Ok(None) };
            self.shared_issues.ask(&self.store, request).await
        };
        if during("record_issue", shared).await?.is_some() {
            return Ok(Written::Done);
        }
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
            let insert = token_event::Entity::insert(token_event::row(event)?);
            self.store.execute_alone(&insert.build(self.store.backend())).await?;
            Ok(())
        })
        .await
    }

    fn note_failure(&self, failed: FailedRequest) {
        self.store.client_failures().add(failed);
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        during("record_audit", async {
            let backend = self.store.backend();
            self.store.execute_alone(&backend.build(&audit_event::insert(audit, backend)?)).await?;
            Ok(())
        })
        .await
    }
}
