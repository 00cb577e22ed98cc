//! Hashes of the passwords of users.

use super::tables::MemoryStorage;
use crate::storage::{HashRenewal, PasswordStorage, StorageError};

impl PasswordStorage for MemoryStorage {
    async fn renew_password_hash(&self, renewal: HashRenewal) -> Result<bool, StorageError> {
        let HashRenewal { workspace_id, user_id, renewal, audit } = renewal;
        let mut tables = self.tables();
        let found = tables.users.get_mut(&user_id).filter(|record| record.user.workspace_id == workspace_id);
        let Some(record) = found.filter(|record| record.password_hash.as_ref() == Some(&renewal.from)) else { return Ok(false) };
        record.password_hash = Some(renewal.to);
        tables.audit_events.push(audit);
        Ok(true)
    }
}
