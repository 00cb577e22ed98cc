//! Logs that are followed: what comes after a line, in the order in which it was committed.

use domain::{
    audit_news::{AuditNews, LineNumber, NumberedLine},
    id::{TenantId, WorkspaceId},
    name::Slug,
    workspace::WorkspacePath,
};
use store::Store;

use crate::{Error, Operator, permission::Action};

/// How many lines are looked at at once.
pub const NEWS_AT_ONCE: u64 = 250;

/// The log of a tenant, or of one of its workspaces, that somebody may follow. Only a check of who asks makes one.
#[derive(Debug, Clone)]
pub struct FollowedLog {
    store: Store,
    tenant: TenantId,
    workspace: Option<WorkspaceId>,
}

impl Operator {
    /// Returns the log of a tenant, or of one of its workspaces, to be followed.
    pub async fn follow_audit(&self, tenant: &Slug, workspace: Option<&Slug>) -> Result<FollowedLog, Error> {
        let (tenant, workspace) = match workspace {
            Some(workspace) => {
                let store = self.read(Action::SeeAudit, &WorkspacePath::new(tenant.clone(), workspace.clone())).await?;
                (store.workspace().tenant_id, Some(store.workspace().id))
            }
            None => (self.permit_in(Action::SeeTenantAudit, tenant).await?.tenant().id, None),
        };
        Ok(FollowedLog { store: self.control.store().clone(), tenant, workspace })
    }
}

impl FollowedLog {
    /// The tenant, in whose chain the lines are numbered.
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Returns the number of the last line of the tenant that has one: what comes after it is new.
    pub async fn position(&self) -> Result<LineNumber, Error> {
        Ok(LineNumber::of(self.store.tenant(self.tenant).last_audit_number().await?))
    }

    /// Returns the lines of the whole tenant that came after the one with this number, [`NEWS_AT_ONCE`] at most; [`FollowedLog::holds`] says which
    /// of them are of this log. So those who follow several logs of a tenant can share what was read.
    pub async fn tenant_news(&self, after: LineNumber) -> Result<AuditNews, Error> {
        Ok(self.store.tenant(self.tenant).list_audit_news(after.get(), NEWS_AT_ONCE).await?)
    }

    /// Returns the lines of this log that came after the one with this number. There may be few of them, or none, and still more to come.
    pub async fn news(&self, after: LineNumber) -> Result<AuditNews, Error> {
        let AuditNews { mut lines, until, more } = self.tenant_news(after).await?;
        lines.retain(|line| self.holds(line));
        Ok(AuditNews { lines, until, more })
    }

    /// Returns whether a line of the tenant is one of this log.
    pub fn holds(&self, line: &NumberedLine) -> bool {
        line.line.event.tenant_id == Some(self.tenant) && (self.workspace.is_none() || line.line.event.workspace_id == self.workspace)
    }
}
