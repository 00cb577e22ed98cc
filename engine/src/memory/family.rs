//! Token families.

use std::iter;

use domain::{
    clock::Timestamp,
    family::Revocation,
    id::{FamilyId, TokenEventId, UserId, WorkspaceId},
};

use super::tables::{MemoryStorage, Tables};
use crate::{
    family::{Authorization, Family, Transition},
    storage::{
        Basis, FamilyRevocation, FamilyStorage, OwnedFamily, PresentRefreshToken, RefreshOutcome, Refreshed, StorageError, UsualRefresh,
        revoked_event,
    },
};

impl Tables {
    fn family(&mut self, workspace: WorkspaceId, family: FamilyId) -> Option<&mut Family> {
        self.families.get_mut(&family).filter(|family| family.authorization.workspace_id == workspace)
    }

    /// Returns the live families that satisfy a condition, oldest first.
    pub(super) fn live_families(&self, condition: impl Fn(&Authorization) -> bool, now: Timestamp) -> Vec<FamilyId> {
        let live = self.families.values().filter(|family| condition(&family.authorization) && family.position.is_live(now));
        let mut found: Vec<_> = live.map(|family| family.authorization.id).collect();
        found.sort_unstable();
        found
    }

    /// Revokes these families, each with its event.
    pub(super) fn revoke(&mut self, families: &[FamilyId], revocation: Revocation, event_ids: impl Iterator<Item = TokenEventId>) {
        for (id, event_id) in families.iter().zip(event_ids) {
            if let Some(family) = self.families.get_mut(id) {
                family.position.revoked = Some(revocation);
                self.token_events.push(revoked_event(event_id, &family.authorization, revocation));
            }
        }
    }
}

impl FamilyStorage for MemoryStorage {
    async fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, StorageError> {
        Ok(self.tables().family(workspace, family).cloned())
    }

    async fn find_owned_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<OwnedFamily>, StorageError> {
        let mut tables = self.tables();
        let Some(family) = tables.family(workspace, family).cloned() else { return Ok(None) };
        let user = tables.users.get(&family.authorization.user_id).map(|record| record.user.clone());
        Ok(Some(OwnedFamily { family, user }))
    }

    async fn list_live_families(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<Family>, StorageError> {
        let tables = self.tables();
        let ids = tables.live_families(|family| family.workspace_id == workspace && family.user_id == user, now);
        Ok(ids.iter().rev().filter_map(|id| tables.families.get(id)).cloned().collect())
    }

    async fn refresh_as_usual(&self, refresh: UsualRefresh) -> Result<Option<Refreshed>, StorageError> {
        let mut tables = self.tables();
        let basis = Basis { workspace: Some(refresh.workspace), client: Some(refresh.client), ..Basis::default() };
        let Some(family) = tables.family(refresh.workspace.0, refresh.family_id).cloned() else { return Ok(None) };
        let Some(user) = tables.users.get(&family.authorization.user_id).map(|record| record.user.clone()) else { return Ok(None) };
        let Some((transition, position)) = refresh.due(&family, &user).filter(|_| tables.holds(&basis)) else { return Ok(None) };
        let next = Family { position, ..family };
        tables.families.insert(next.authorization.id, next.clone());
        tables.token_events.push(refresh.event(transition, &next));
        Ok(Some(refresh.refreshed(transition, &next, user)))
    }

    async fn present_refresh_token(&self, present: PresentRefreshToken) -> Result<RefreshOutcome, StorageError> {
        let mut tables = self.tables();
        let Some(family) = tables.family(present.workspace_id, present.family_id).cloned() else {
            return Ok(RefreshOutcome::Unknown);
        };
        let Some((transition, position)) = family.position.present(present.presentation) else {
            return Ok(RefreshOutcome::without_move(family, present.presentation));
        };
        if !tables.holds(&present.basis) {
            return Ok(RefreshOutcome::BasisChanged);
        }
        let next = Family { position, ..family };
        tables.families.insert(next.authorization.id, next.clone());
        tables.token_events.push(present.event(transition, &next));
        if transition == Transition::Reused {
            tables.audit_events.push(present.reuse_audit);
        }
        Ok(RefreshOutcome::Moved(transition, next))
    }

    async fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> Result<(), StorageError> {
        if let Some(family) = self.tables().family(workspace, family).filter(|family| family.position.generation == generation) {
            family.position.confirmed = true;
        }
        Ok(())
    }

    async fn revoke_family(&self, revocation: FamilyRevocation) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let family = tables.family(revocation.workspace_id, revocation.family_id);
        if family.is_none_or(|family| family.position.revoked.is_some()) {
            return Ok(false);
        }
        tables.revoke(&[revocation.family_id], revocation.revocation, iter::once(revocation.event_id));
        tables.audit_events.extend(revocation.audit);
        Ok(true)
    }
}
