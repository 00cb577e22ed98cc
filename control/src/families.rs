//! Token families: the inventory, and their end by an administrator's hand.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    family::{FamilySummary, Revocation, RevocationReason},
    id::{FamilyId, TokenEventId},
    name::Slug,
    page::Page,
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
    view::{FamilyFilter, FamilyView},
};
use store::{FamiliesOf, WorkspaceStore, Writing};

use crate::{Desk, Error, changes, desk::Line, permission::Action};

impl Desk {
    /// The families of a filter, the newest first.
    pub async fn list_families(
        &self,
        tenant: &Slug,
        workspace: &Slug,
        filter: FamilyFilter,
        after: Option<FamilyId>,
    ) -> Result<Page<FamilySummary>, Error> {
        Ok(self.workspace(Action::SeeFamilies, tenant, workspace).await?.list_families(filter, after, self.now()).await?)
    }

    /// A family and what happened to it.
    pub async fn load_family(&self, tenant: &Slug, workspace: &Slug, id: FamilyId) -> Result<FamilyView, Error> {
        let store = self.workspace(Action::SeeFamilies, tenant, workspace).await?;
        let summary = store.find_family(id).await?.ok_or(Error::NotFound)?;
        Ok(FamilyView { summary, events: store.list_family_events(id).await? })
    }

    /// Ends a family. One that has ended stays as it ended.
    pub async fn revoke_family(&self, tenant: &Slug, workspace: &Slug, id: FamilyId) -> Result<FamilySummary, Error> {
        let write = self.write(Action::RevokeFamily, tenant).await?;
        let store = write.workspace(workspace).await?;
        let before = store.find_family(id).await?.ok_or(Error::NotFound)?;
        let ended = self.end_families(&store, FamiliesOf::Itself(id), RevocationReason::Administrator, write.now).await?;
        if ended.0 == 0 {
            return Ok(before);
        }
        let after = store.find_family(id).await?.ok_or(Error::NotFound)?;
        let line = Line {
            workspace: Some(store.workspace().id),
            action: AuditAction::FamilyRevoked,
            target: format!("{} for {}", after.client_name, after.user_identifier),
            target_id: id.to_string(),
            changes: Vec::new(),
        };
        write.audit(line).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Ends the families that live, each with its event.
    pub(crate) async fn end_families(
        &self,
        store: &WorkspaceStore<'_, Writing>,
        of: FamiliesOf,
        reason: RevocationReason,
        now: Timestamp,
    ) -> Result<Ended, Error> {
        let ended = store.end_families(of, Revocation { at: now, reason }).await?;
        let count = ended.len();
        let events = ended.into_iter().map(|family| TokenEvent {
            id: TokenEventId::new(now, self.control.random_bytes()),
            workspace_id: family.workspace_id,
            client_id: family.client_id,
            user_id: Some(family.user_id),
            family_id: Some(family.id),
            at: now,
            scopes: Scopes::none(),
            kind: TokenEventKind::Revoked { reason },
        });
        store.append_events(events.collect()).await?;
        Ok(Ended(count))
    }
}

/// How many families were ended.
pub(crate) struct Ended(usize);

impl Ended {
    /// The same for an audit line; nothing where there was none.
    pub(crate) fn change(&self) -> Vec<Change> {
        if self.0 == 0 { Vec::new() } else { changes::one("live_refresh_tokens", &self.0, &0) }
    }
}
