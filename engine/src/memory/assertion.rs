//! Sign-ins by assertions.

use super::tables::MemoryStorage;
use crate::storage::{AssertedSession, AssertionStorage, StorageError, Written};

impl AssertionStorage for MemoryStorage {
    async fn begin_asserted_session(&self, begun: AssertedSession) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&begun.basis) {
            return Ok(Written::BasisChanged);
        }
        tables.login_sessions.push(begun.session);
        tables.codes.insert(begun.code.hash, begun.code);
        tables.audit_events.push(begun.audit);
        tables.token_events.push(begun.event);
        Ok(Written::Done)
    }
}
