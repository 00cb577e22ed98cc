//! Token events and audit lines.

use domain::{audit::AuditEvent, client_failure::FailedRequest, token_event::TokenEvent};

use super::tables::MemoryStorage;
use crate::storage::{Basis, EventStorage, StorageError, Written};

impl MemoryStorage {
    /// Returns the events of the engine, oldest first.
    pub fn token_events(&self) -> Vec<TokenEvent> {
        self.tables().token_events.clone()
    }

    /// Returns the requests that failed by their clients' configuration, oldest first.
    pub fn failed_requests(&self) -> Vec<FailedRequest> {
        self.tables().failed_requests.clone()
    }

    /// Returns the audit lines, oldest first.
    pub fn audit_events(&self) -> Vec<AuditEvent> {
        self.tables().audit_events.clone()
    }
}

impl EventStorage for MemoryStorage {
    async fn record_issue(&self, event: TokenEvent, basis: Basis) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(Written::BasisChanged);
        }
        tables.token_events.push(event);
        Ok(Written::Done)
    }

    async fn record_event(&self, event: TokenEvent) -> Result<(), StorageError> {
        self.tables().token_events.push(event);
        Ok(())
    }

    fn note_failure(&self, failed: FailedRequest) {
        self.tables().failed_requests.push(failed);
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        self.tables().audit_events.push(audit);
        Ok(())
    }
}
