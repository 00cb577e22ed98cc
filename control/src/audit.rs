//! The audit trail, as it is read.

use domain::{
    audit::{AuditAction, AuditEvent},
    audit_chain::StoredLine,
    id::AuditEventId,
    last_change::{LastChange, LastChanges},
    name::Slug,
    page::{Page, Window},
    view::{AuditFilter, AuditLine},
    workspace::WorkspacePath,
};

use crate::{Error, Operator, permission::Action};

/// How far back changes are searched. No open settings page is older, because sessions end sooner.
const CHANGES_SECONDS: i64 = 24 * 3600;

/// How many lines about something are looked at for the last change of each of its settings.
const LINES_ABOUT: u64 = 200;

/// Returns whether lines of this kind tell what settings were and became.
const fn is_of_settings(action: AuditAction) -> bool {
    use AuditAction as A;
    matches!(
        action,
        A::WorkspaceUpdated | A::AuthorizationSettingsUpdated | A::TokenSettingsUpdated | A::SignInSettingsUpdated | A::ClientUpdated
    )
}

impl Operator {
    /// Returns the audit lines of a tenant, or of the whole installation, with the tenant and workspace of each; newest first.
    pub async fn list_audit_lines(
        &self,
        tenant: Option<&Slug>,
        filter: AuditFilter,
        window: impl Into<Window<AuditEventId>> + Send,
    ) -> Result<Page<AuditLine>, Error> {
        let window = window.into();
        let Some(tenant) = tenant else {
            return Ok(self.read_installation(Action::SeeInstallationAudit)?.list_audit_lines(&filter, window).await?);
        };
        let permit = self.permit_in(Action::SeeTenantAudit, tenant).await?;
        Ok(self.control.store().tenant(permit.tenant().id).list_audit_lines(&filter, window).await?)
    }

    /// Returns the latest changes of the object with this identifier in a workspace, newest first.
    pub async fn list_changes_of(&self, path: &WorkspacePath, target_id: &str) -> Result<Vec<AuditEvent>, Error> {
        let store = self.read(Action::SeeAudit, path).await?;
        Ok(store.list_changes_of(target_id, self.now().plus_seconds(-CHANGES_SECONDS)).await?)
    }

    /// Returns who changed each setting of a workspace or of a client in it last, and when: as far back as the last 200 lines about it tell.
    pub async fn list_last_changes(&self, path: &WorkspacePath, target_id: &str) -> Result<LastChanges, Error> {
        let store = self.read(Action::SeeAudit, path).await?;
        let mut changes = LastChanges::new();
        for line in store.list_latest_lines_about(target_id, LINES_ABOUT).await? {
            if !is_of_settings(line.action) {
                continue;
            }
            for change in line.changes {
                let latest = changes.entry(change.field);
                latest.or_insert_with(|| LastChange { by_kind: line.actor_kind, by: line.actor.clone(), at: line.at });
            }
        }
        Ok(changes)
    }

    /// Returns the audit lines of a tenant, or of one of its workspaces; newest first.
    pub async fn list_audit_events(
        &self,
        tenant: &Slug,
        workspace: Option<&Slug>,
        filter: AuditFilter,
        window: impl Into<Window<AuditEventId>> + Send,
    ) -> Result<Page<AuditEvent>, Error> {
        let window = window.into();
        let (tenant, workspace) = match workspace {
            Some(slug) => {
                let path = WorkspacePath::new(tenant.clone(), slug.clone());
                let store = self.read(Action::SeeAudit, &path).await?;
                (store.workspace().tenant_id, Some(store.workspace().id))
            }
            None => (self.permit_in(Action::SeeTenantAudit, tenant).await?.tenant().id, None),
        };
        Ok(self.control.store().tenant(tenant).list_audit_events(workspace, &filter, window).await?)
    }

    /// Returns a page of lines word for word as they are stored, with their places in the chain, oldest first: of a workspace, of a tenant, or of
    /// the whole installation.
    pub async fn export_audit(
        &self,
        tenant: Option<&Slug>,
        workspace: Option<&Slug>,
        filter: AuditFilter,
        window: impl Into<Window<AuditEventId>> + Send,
    ) -> Result<Page<StoredLine>, Error> {
        let window = window.into();
        let of = match (tenant, workspace) {
            (Some(tenant), Some(workspace)) => {
                let store = self.read(Action::SeeAudit, &WorkspacePath::new(tenant.clone(), workspace.clone())).await?;
                Some((store.workspace().tenant_id, Some(store.workspace().id)))
            }
            (Some(tenant), None) => Some((self.permit_in(Action::SeeTenantAudit, tenant).await?.tenant().id, None)),
            (None, _) => {
                self.read_installation(Action::SeeInstallationAudit)?;
                None
            }
        };
        Ok(self.control.store().export_audit(of, &filter, window).await?)
    }
}
