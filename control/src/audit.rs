//! The audit trail, as it is read.

use domain::{
    audit::AuditEvent,
    id::AuditEventId,
    name::Slug,
    page::Page,
    view::{AuditFilter, AuditLine},
    workspace::WorkspacePath,
};

use crate::{Error, Operator, permission::Action};

/// How far back changes are looked for: nobody's page of settings was opened earlier, because a session does not last so long.
const CHANGES_SECONDS: i64 = 24 * 3600;

impl Operator {
    /// The audit lines of a tenant, or of the whole installation where none is named, with where they were written; the newest first.
    pub async fn list_audit_lines(
        &self,
        tenant: Option<&Slug>,
        filter: AuditFilter,
        after: Option<AuditEventId>,
    ) -> Result<Page<AuditLine>, Error> {
        let store = self.control.store();
        let Some(tenant) = tenant else {
            let _permit = self.permit(Action::SeeInstallationAudit)?;
            return Ok(store.list_audit_lines(filter, after).await?);
        };
        let permit = self.permit_in(Action::SeeAudit, tenant).await?;
        Ok(store.tenant(permit.tenant().id).list_audit_lines(filter, after).await?)
    }

    /// The latest changes of one thing in a workspace, by its identifier; the newest first.
    pub async fn list_changes_of(&self, path: &WorkspacePath, target_id: &str) -> Result<Vec<AuditEvent>, Error> {
        let store = self.read(Action::SeeAudit, path).await?;
        Ok(store.list_changes_of(target_id, self.now().plus_seconds(-CHANGES_SECONDS)).await?)
    }

    /// The audit lines of a tenant, or of one of its workspaces; the newest first.
    pub async fn list_audit_events(
        &self,
        tenant: &Slug,
        workspace: Option<&Slug>,
        filter: AuditFilter,
        after: Option<AuditEventId>,
    ) -> Result<Page<AuditEvent>, Error> {
        let permit = self.permit_in(Action::SeeAudit, tenant).await?;
        let store = self.control.store().tenant(permit.tenant().id);
        let workspace = match workspace {
            Some(slug) => Some(store.workspace(slug).await?.ok_or(Error::NotFound)?.workspace().id),
            None => None,
        };
        Ok(store.list_audit_events(workspace, filter, after).await?)
    }
}
