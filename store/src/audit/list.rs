//! The audit trail, as people read it: newest first.

use domain::{
    audit::AuditEvent,
    id::{AuditEventId, WorkspaceId},
    page::{Page, Window},
    view::{AuditFilter, AuditLine},
};
use sea_orm::Order;

use super::lines::{Lines, Places};
use crate::{
    Access, Error, Store, TenantStore,
    paging::{Searched, read, searched_page},
};

impl<C: Access> TenantStore<'_, C> {
    /// Returns a page of the audit lines of the tenant, or of one of its workspaces; newest first. A page with a cursor may have few lines, or
    /// none: it was looked no further.
    pub async fn list_audit_events(
        &self,
        workspace: Option<WorkspaceId>,
        filter: &AuditFilter,
        window: Window<AuditEventId>,
    ) -> Result<Page<AuditEvent>, Error> {
        list(self.connection, Lines::of_tenant(self.tenant, workspace, filter), window).await
    }

    /// Returns a page of the audit lines of the tenant, with the workspaces they were written in; newest first.
    pub async fn list_audit_lines(&self, filter: &AuditFilter, window: Window<AuditEventId>) -> Result<Page<AuditLine>, Error> {
        located(self.connection, self.list_audit_events(None, filter, window).await?).await
    }
}

impl Store {
    /// Returns a page of the audit lines of the whole installation; newest first.
    pub async fn list_audit_lines(&self, filter: &AuditFilter, window: Window<AuditEventId>) -> Result<Page<AuditLine>, Error> {
        let events = list(self.reader(), Lines::of_installation(filter), window).await?;
        located(self.reader(), events).await
    }
}

async fn list(connection: &impl Access, lines: Lines, window: Window<AuditEventId>) -> Result<Page<AuditEvent>, Error> {
    let window = window.map(AuditEventId::as_uuid);
    let Searched { rows, ended_at } = lines.read(connection, Order::Desc, &window).await?;
    let named = |id| AuditEventId::from_uuid(id).to_string();
    Ok(searched_page(read(rows)?, ended_at, &window, named, |event: &AuditEvent| event.id.as_uuid()))
}

/// Adds the tenant and workspace that lines were written in.
async fn located(connection: &impl Access, page: Page<AuditEvent>) -> Result<Page<AuditLine>, Error> {
    let places = Places::of(connection, page.items.iter().map(|event| (event.tenant_id, event.workspace_id))).await?;
    Ok(page.map(|event| AuditLine { tenant: places.tenant(event.tenant_id), workspace: places.workspace(event.workspace_id), event }))
}
