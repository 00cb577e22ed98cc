//! The audit trail of a tenant. It is written with [`Transaction::append_audit`](crate::Transaction::append_audit), and never changed.

use domain::{
    audit::AuditEvent,
    id::{AuditEventId, WorkspaceId},
    page::Page,
    view::AuditFilter,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Access, Error, TenantStore,
    entity::audit_event::{Column, Entity},
    paging::{ROWS, page, read},
};

impl<C: Access> TenantStore<'_, C> {
    /// The audit lines of the tenant, or of one of its workspaces; the newest first.
    pub async fn list_audit_events(
        &self,
        workspace: Option<WorkspaceId>,
        filter: AuditFilter,
        after: Option<AuditEventId>,
    ) -> Result<Page<AuditEvent>, Error> {
        let mut query = Entity::find().filter(Column::TenantId.eq(self.tenant.as_uuid()));
        if let Some(workspace) = workspace {
            query = query.filter(Column::WorkspaceId.eq(workspace.as_uuid()));
        }
        if let Some(action) = filter.action {
            query = query.filter(Column::Action.eq(action.code()));
        }
        if let Some(after) = after {
            query = query.filter(Column::Id.lt(after.as_uuid()));
        }
        let events = read(query.order_by_desc(Column::Id).limit(ROWS).all(self.connection).await?)?;
        Ok(page(events, None, |event: &AuditEvent| event.id.to_string()))
    }
}
