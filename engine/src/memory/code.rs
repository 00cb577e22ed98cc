//! Authorization codes and their exchange.

use domain::{
    family::{Revocation, RevocationReason},
    id::{FamilyId, WorkspaceId},
    policy::LimitRule,
};

use super::tables::{MemoryStorage, Tables};
use crate::{
    family::{Authorization, Family},
    storage::{
        AuthorizationCode, Basis, CodeOutcome, CodeRedemption, CodeStorage, FamilyCap, SecretHash, StorageError, StoredCode, Written,
    },
};

impl Tables {
    /// Returns the families that a new one replaces; `None` where there is no room for it.
    fn replaced(&self, new: &Authorization, cap: FamilyCap) -> Option<Vec<FamilyId>> {
        let of_both = |family: &&Family| {
            let of = &family.authorization;
            of.user_id == new.user_id && of.client_id == new.client_id && family.position.is_live(new.created_at)
        };
        let mut live: Vec<_> = self.families.values().filter(of_both).collect();
        let too_many = (live.len() + 1).saturating_sub(cap.most.into());
        match cap.rule {
            LimitRule::Refuse if too_many > 0 => return None,
            LimitRule::EvictLeastRecentlyUsed => live.sort_by_key(|family| (family.position.last_used_at, family.authorization.id)),
            LimitRule::Refuse | LimitRule::EvictOldest => live.sort_by_key(|family| family.authorization.id),
        }
        Some(live.into_iter().take(too_many).map(|family| family.authorization.id).collect())
    }
}

impl CodeStorage for MemoryStorage {
    async fn insert_code(&self, code: AuthorizationCode, basis: Basis) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(Written::BasisChanged);
        }
        tables.codes.insert(code.hash, code);
        Ok(Written::Done)
    }

    async fn find_code(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<StoredCode>, StorageError> {
        let tables = self.tables();
        let Some(code) = tables.codes.get(hash).filter(|code| code.workspace_id == workspace).cloned() else { return Ok(None) };
        let user = tables.users.get(&code.user_id).map(|record| record.user.clone());
        let consent = tables.consents.get(&(workspace, code.user_id, code.client_id));
        let has_consent = consent.is_some_and(|consent| code.consent_begun_at.is_none_or(|begun_at| begun_at == consent.begun_at));
        let is_session_open = tables.is_open(workspace, code.login_session_id);
        Ok(Some(StoredCode { code, user, has_consent, is_session_open }))
    }

    async fn redeem_code(&self, redemption: CodeRedemption) -> Result<CodeOutcome, StorageError> {
        let mut tables = self.tables();
        let open = |code: &AuthorizationCode| code.workspace_id == redemption.workspace_id && code.redeemed.is_none();
        if !tables.codes.get(&redemption.hash).is_some_and(open) {
            return Ok(CodeOutcome::AlreadyRedeemed);
        }
        if !tables.holds(&redemption.basis) {
            return Ok(CodeOutcome::BasisChanged);
        }
        if let Some(family) = redemption.family {
            let new = &family.authorization;
            if let Some(cap) = redemption.cap {
                let Some(replaced) = tables.replaced(new, cap) else {
                    return Ok(CodeOutcome::LimitReached);
                };
                let revocation = Revocation { at: new.created_at, reason: RevocationReason::FamilyLimit };
                tables.revoke(&replaced, revocation, cap.event_ids.iter());
            }
            tables.families.insert(new.id, family);
        }
        if let Some(client) = redemption.session_client {
            tables.join(client);
        }
        if let Some(code) = tables.codes.get_mut(&redemption.hash) {
            code.redeemed = Some(redemption.redeemed);
        }
        tables.token_events.push(redemption.event);
        Ok(CodeOutcome::Redeemed)
    }
}
