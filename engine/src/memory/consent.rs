//! Consents, and the end of all that a user gave a client.

use domain::{
    audit::AuditEvent,
    id::{ClientId, UserId, WorkspaceId},
};

use super::tables::{MemoryStorage, Tables};
use crate::storage::{AccessEnd, AuthorizationCode, Basis, Consent, ConsentStorage, Redeemed, StorageError, Written};

impl Tables {
    /// Stores a consent in place of an earlier one, with which it goes on.
    pub(super) fn put_consent(&mut self, consent: Consent) {
        let key = (consent.workspace_id, consent.user_id, consent.client_id);
        let begun_at = self.consents.get(&key).map_or(consent.begun_at, |earlier| earlier.begun_at);
        self.consents.insert(key, Consent { begun_at, ..consent });
    }
}

impl ConsentStorage for MemoryStorage {
    async fn find_consent(&self, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, StorageError> {
        Ok(self.tables().consents.get(&(workspace, user, client)).cloned())
    }

    async fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Consent>, StorageError> {
        let tables = self.tables();
        let of_user = |row: &&Consent| row.workspace_id == workspace && row.user_id == user;
        let mut consents: Vec<_> = tables.consents.values().filter(of_user).cloned().collect();
        consents.sort_by_key(|consent| std::cmp::Reverse((consent.given_at, consent.client_id)));
        Ok(consents)
    }

    async fn save_consent(&self, consent: Consent, basis: Basis, audit: AuditEvent) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(Written::BasisChanged);
        }
        tables.put_consent(consent);
        tables.audit_events.push(audit);
        Ok(Written::Done)
    }

    async fn end_access(&self, end: AccessEnd) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let AccessEnd { workspace_id, user_id, client_id, revocation, .. } = end;
        let of_both = |workspace, user, client| (workspace, user, client) == (workspace_id, user_id, client_id);
        let codes = |code: &AuthorizationCode| of_both(code.workspace_id, code.user_id, code.client_id);
        let before = tables.codes.len();
        tables.codes.retain(|_, code| !(codes(code) && code.redeemed.is_none()));
        let unredeemed = before - tables.codes.len();
        let alone = |redeemed: &Redeemed| {
            redeemed.access_token_id.filter(|_| redeemed.family_id.is_none() && revocation.at < redeemed.access_token_expires_at)
        };
        let redeemed = tables.codes.values().filter(|code| codes(code)).filter_map(|code| code.redeemed.as_ref());
        let denied: Vec<_> = redeemed.filter_map(alone).collect();
        let denied = denied.into_iter().filter(|token| tables.denied_access_tokens.insert(*token, workspace_id).is_none()).count();
        let consented = tables.consents.remove(&(workspace_id, user_id, client_id)).is_some();
        let ended = tables.live_families(|family| of_both(family.workspace_id, family.user_id, family.client_id), revocation.at);
        if unredeemed + denied + usize::from(consented) + ended.len() == 0 {
            return Ok(false);
        }
        tables.revoke(&ended, revocation, end.event_ids.iter());
        tables.audit_events.push(end.audit);
        Ok(true)
    }
}
