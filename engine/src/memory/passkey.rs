//! Passkeys of users.

use domain::id::{UserId, WorkspaceId};

use super::tables::{MemoryStorage, Tables};
use crate::{
    passkey::{Passkey, PasskeyUse},
    storage::{PasskeyStorage, StorageError},
};

impl MemoryStorage {
    /// Gives a user a passkey.
    pub fn put_passkey(&self, user: UserId, passkey: Passkey) {
        self.tables().passkeys.push((user, passkey));
    }
}

impl Tables {
    /// Uses a passkey. Returns `false`, and changes nothing, where it is not there, or was used since.
    pub(super) fn use_passkey(&mut self, user: UserId, made: &PasskeyUse) -> bool {
        let found = self.passkeys.iter_mut().find(|(owner, passkey)| *owner == user && passkey.id == made.id);
        match found {
            Some((_, passkey)) if made.follows(passkey.challenged_at, passkey.sign_count) => {
                passkey.sign_count = made.sign_count;
                passkey.challenged_at = made.challenged_at;
                passkey.last_used_at = Some(made.at);
                true
            }
            _ => false,
        }
    }

    fn is_in(&self, workspace: WorkspaceId, user: UserId) -> bool {
        self.users.get(&user).is_some_and(|record| record.user.workspace_id == workspace)
    }
}

impl PasskeyStorage for MemoryStorage {
    async fn find_passkey(&self, workspace: WorkspaceId, credential: &[u8]) -> Result<Option<(UserId, Passkey)>, StorageError> {
        let tables = self.tables();
        let found = tables.passkeys.iter().find(|(user, passkey)| passkey.credential == credential && tables.is_in(workspace, *user));
        Ok(found.cloned())
    }

    async fn list_passkeys(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Passkey>, StorageError> {
        let tables = self.tables();
        let of_user = |(owner, _): &&(UserId, Passkey)| *owner == user && tables.is_in(workspace, user);
        Ok(tables.passkeys.iter().filter(of_user).map(|(_, passkey)| passkey.clone()).collect())
    }
}
