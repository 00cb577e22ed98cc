//! Token events and audit lines.

use domain::{audit::AuditEvent, token_event::TokenEvent};

use super::tables::MemoryStorage;
use crate::storage::{Basis, EventStorage, StorageError, Written};

impl MemoryStorage {
    /// Returns the events of the engine, oldest first.
    pub fn token_events(&self) -> Vec<TokenEvent> {
        self.tables().token_events.clone()
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

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        self.tables().audit_events.push(audit);
        Ok(())
    }
}
