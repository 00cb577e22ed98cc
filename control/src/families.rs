//! Token families: the inventory, and their end by an administrator's hand.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    family::{FamilySummary, Revocation, RevocationReason},
    id::{ClientId, FamilyId, TokenEventId, UserId},
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

    /// How many families a filter finds.
    pub async fn count_families(&self, tenant: &Slug, workspace: &Slug, filter: FamilyFilter) -> Result<u64, Error> {
        Ok(self.workspace(Action::SeeFamilies, tenant, workspace).await?.count_families(filter, self.now()).await?)
    }

    /// Ends the families that live: of a client, of a user, of a user at a client, or all of the workspace. Returns how many it ended.
    pub async fn revoke_families(
        &self,
        tenant: &Slug,
        workspace: &Slug,
        client: Option<ClientId>,
        user: Option<UserId>,
    ) -> Result<u64, Error> {
        let write = self.write(Action::RevokeFamilies, tenant).await?;
        let store = write.workspace(workspace).await?;
        let client = match client {
            Some(id) => Some(store.find_client(id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let user = match user {
            Some(id) => Some(store.find_user(id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let of = FamiliesOf::Owner(client.as_ref().map(|client| client.id), user.as_ref().map(|user| user.id));
        let ended = self.end_families(&store, of, RevocationReason::Administrator, write.now).await?;
        if ended.0 > 0 {
            let name = client.as_ref().map(|client| client.settings.name.to_string());
            let (target, target_id) = match (name, client, user) {
                (Some(name), Some(client), Some(user)) => (format!("{name} for {}", user.identifier), client.id.to_string()),
                (Some(name), Some(client), None) => (name, client.id.to_string()),
                (_, _, Some(user)) => (user.identifier.to_string(), user.id.to_string()),
                _ => (store.workspace().name.to_string(), store.workspace().id.to_string()),
            };
            let workspace = Some(store.workspace().id);
            write.audit(Line { workspace, action: AuditAction::FamiliesRevoked, target, target_id, changes: ended.change() }).await?;
        }
        // Where no family lived, a code may still have been forgotten.
        write.commit().await?;
        Ok(u64::try_from(ended.0).unwrap_or(u64::MAX))
    }

    /// Ends the families that live, each with its event.
    pub(crate) async fn end_families(
        &self,
        store: &WorkspaceStore<'_, Writing>,
        of: FamiliesOf<'_>,
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
