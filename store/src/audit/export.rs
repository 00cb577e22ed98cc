//! The audit trail, as it is exported: word for word, oldest first.

use domain::{
    audit_chain::{AuditRecord, ChainedRecord, Link, StoredLine},
    digest::Digest,
    id::{AuditEventId, TenantId, WorkspaceId},
    page::{Page, Window},
    view::AuditFilter,
};
use sea_orm::Order;

use super::lines::{Lines, Places};
use crate::{
    Error, Store,
    entity::audit_event::Model,
    paging::{Searched, searched_page},
};

impl Store {
    /// Returns a page of the audit lines of a tenant or one of its workspaces, or of the whole installation where none is named; oldest first. A
    /// page with a cursor may have few lines, or none: it was looked no further.
    pub async fn export_audit(
        &self,
        of: Option<(TenantId, Option<WorkspaceId>)>,
        filter: &AuditFilter,
        window: Window<AuditEventId>,
    ) -> Result<Page<StoredLine>, Error> {
        let lines = match of {
            Some((tenant, workspace)) => Lines::of_tenant(tenant, workspace, filter),
            None => Lines::of_installation(filter),
        };
        let window = window.map(AuditEventId::as_uuid);
        let Searched { rows, ended_at } = lines.read(self.reader(), Order::Asc, &window).await?;
        let page = searched_page(rows, ended_at, &window, |id| AuditEventId::from_uuid(id).to_string(), |row| row.id).map(stored);
        let places = Places::of(self.reader(), page.items.iter().map(|(record, _)| (record.tenant_id, record.workspace_id))).await?;
        let located = |(record, place): (AuditRecord, _)| StoredLine {
            tenant: places.tenant(record.tenant_id),
            workspace: places.workspace(record.workspace_id),
            record,
            place,
        };
        Ok(page.map(located))
    }
}

fn stored(row: Model) -> (AuditRecord, Option<(Digest, Link)>) {
    match row.clone().chained() {
        Some(ChainedRecord { record, previous_hash, link }) => (record, Some((previous_hash, link))),
        None => (row.into(), None),
    }
}
