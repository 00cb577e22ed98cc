//! Sign-ins by assertions.

use domain::{
    id::{UserId, WorkspaceId},
    linked_subject::AssertionSubject,
    name::Slug,
    user::User,
};

use super::tables::MemoryStorage;
use crate::storage::{AssertedSession, AssertionStorage, StorageError, Written};

impl MemoryStorage {
    /// Links a subject of a trusted issuer to a user.
    pub fn link_subject(&self, workspace: WorkspaceId, issuer: Slug, subject: AssertionSubject, user: UserId) {
        let mut tables = self.tables();
        if let Some(record) = tables.users.get_mut(&user) {
            record.user.version += 1;
        }
        tables.linked_subjects.insert((workspace, issuer, subject), user);
    }

    /// Unlinks all subjects from a user.
    pub fn unlink_subjects(&self, user: UserId) {
        let mut tables = self.tables();
        if let Some(record) = tables.users.get_mut(&user) {
            record.user.version += 1;
        }
        tables.linked_subjects.retain(|_, linked| *linked != user);
    }
}

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

    async fn find_linked_user(
        &self,
        workspace: WorkspaceId,
        issuer: &Slug,
        subject: &AssertionSubject,
    ) -> Result<Option<User>, StorageError> {
        let tables = self.tables();
        let linked = tables.linked_subjects.get(&(workspace, issuer.clone(), subject.clone()));
        Ok(linked.and_then(|user| tables.users.get(user)).map(|record| record.user.clone()))
    }
}
