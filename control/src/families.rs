//! Token families: the inventory, and their end by an administrator's hand.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    family::{FamilySummary, Revocation, RevocationReason},
    id::{ClientId, FamilyId, UserId},
    name::Slug,
    page::Page,
    view::{FamilyFilter, FamilyView},
};
use engine::storage::EventIds;
use store::{EndedTokens, FamiliesOf, WorkspaceStore, Writing};

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
        if ended.families == 0 {
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

    /// Ends the families that live: of a client, of a user, of a user at a client, or all of the workspace. With them end the access tokens
    /// that came without one, those among them that the clients got for themselves unless a user is named. Returns how many families it
    /// ended.
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
        let name = client.as_ref().map(|client| client.settings.name.to_string());
        let (target, target_id) = match (name, client, user) {
            (Some(name), Some(client), Some(user)) => (format!("{name} for {}", user.identifier), client.id.to_string()),
            (Some(name), Some(client), None) => (name, client.id.to_string()),
            (_, _, Some(user)) => (user.identifier.to_string(), user.id.to_string()),
            _ => (store.workspace().name.to_string(), store.workspace().id.to_string()),
        };
        let workspace = Some(store.workspace().id);
        if !ended.is_none() {
            write.audit(Line { workspace, action: AuditAction::FamiliesRevoked, target, target_id, changes: ended_tokens(ended) }).await?;
        }
        // Where nothing lived, a code may still have been forgotten.
        write.commit().await?;
        Ok(ended.families)
    }

    /// Ends the families that live, each with its event, and what else was issued to their owner.
    pub(crate) async fn end_families(
        &self,
        store: &WorkspaceStore<'_, Writing>,
        of: FamiliesOf<'_>,
        reason: RevocationReason,
        now: Timestamp,
    ) -> Result<EndedTokens, Error> {
        let event_ids = EventIds::new(now, self.control.random_bytes());
        Ok(store.end_families(of, Revocation { at: now, reason }, event_ids).await?)
    }
}

/// What was ended, for an audit line; nothing where there was none.
pub(crate) fn ended_tokens(ended: EndedTokens) -> Vec<Change> {
    let counts = [
        ("live_refresh_tokens", ended.families),
        ("live_access_tokens_without_one", ended.access_tokens),
        ("access_tokens_of_clients_themselves", ended.own_access_tokens),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).flat_map(|(what, count)| changes::one(what, &count, &0)).collect()
}
