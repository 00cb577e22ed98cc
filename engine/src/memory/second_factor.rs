//! Second factors of users.

use domain::id::{UserId, WorkspaceId};

use super::tables::{MemoryStorage, Tables};
use crate::{
    second_factor::{CodeUse, SecondFactor},
    storage::{SecondFactorStorage, StorageError},
};

impl MemoryStorage {
    /// Gives a user a second factor.
    pub fn put_second_factor(&self, user: UserId, factor: SecondFactor) {
        self.tables().second_factors.insert(user, factor);
    }
}

impl Tables {
    /// Uses a code up. Returns `false`, and changes nothing, where the second factor was changed since the code was checked.
    pub(super) fn use_code(&mut self, user: UserId, code: CodeUse) -> bool {
        match self.second_factors.get_mut(&user) {
            Some(factor) if factor.version == code.version => {
                factor.version += 1;
                factor.last_step = code.last_step;
                factor.recovery_codes = code.recovery_codes;
                true
            }
            _ => false,
        }
    }
}

impl SecondFactorStorage for MemoryStorage {
    async fn find_second_factor(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<SecondFactor>, StorageError> {
        let tables = self.tables();
        let is_here = tables.users.get(&user).is_some_and(|record| record.user.workspace_id == workspace);
        Ok(tables.second_factors.get(&user).filter(|_| is_here).cloned())
    }
}
