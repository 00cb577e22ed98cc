//! The audit trail. It is written with [`Transaction::append_audit`](crate::Transaction::append_audit), and never changed.

use domain::{
    audit::{AuditAction, AuditEvent},
    clock::Timestamp,
    id::{AuditEventId, TenantId, WorkspaceId},
    page::{Page, Window},
    view::{AuditFilter, AuditLine},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Access, Error, Store, TenantStore, WorkspaceStore,
    batch::texts_by_id,
    deletions,
    entity::{
        audit_event::{Column, Entity},
        tenant, workspace,
    },
    paging::{ROWS, cut, page, read},
};

/// The most changes of settings that are read at once.
pub const CHANGES: u64 = 1000;

impl<C: Access> TenantStore<'_, C> {
    /// Returns a page of the audit lines of the tenant, or of one of its workspaces; newest first.
    pub async fn list_audit_events(
        &self,
        workspace: Option<WorkspaceId>,
        filter: AuditFilter,
        window: Window<AuditEventId>,
    ) -> Result<Page<AuditEvent>, Error> {
        let of_tenant = Condition::all()
            .add(Column::TenantId.eq(self.tenant.as_uuid()))
            .add_option(workspace.map(|workspace| Column::WorkspaceId.eq(workspace.as_uuid())));
        list(self.connection, of_tenant, filter, window).await
    }

    /// Returns a page of the audit lines of the tenant, with the workspaces they were written in; newest first.
    pub async fn list_audit_lines(&self, filter: AuditFilter, window: Window<AuditEventId>) -> Result<Page<AuditLine>, Error> {
        located(self.connection, self.list_audit_events(None, filter, window).await?).await
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the latest audit lines about one target since a point in time, at most a page of them; newest first.
    pub async fn list_changes_of(&self, target_id: &str, since: Timestamp) -> Result<Vec<AuditEvent>, Error> {
        let first = AuditEventId::new(since, [0; 10]);
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.gte(first.as_uuid()))
            .filter(Column::TargetId.eq(target_id));
        read(query.order_by_desc(Column::Id).limit(ROWS).all(self.connection).await?)
    }
}

/// Changes of settings in a workspace.
#[derive(Debug, Clone)]
pub struct SettingsChanges {
    /// The latest lines; newest first.
    pub lines: Vec<AuditEvent>,
    /// They are all that there are since this time.
    pub all_since: Timestamp,
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the changes of the token settings and of the settings of clients since a point in time, no more than the latest
    /// [`CHANGES`] of them.
    pub async fn list_settings_changes(&self, since: Timestamp) -> Result<SettingsChanges, Error> {
        let first = AuditEventId::new(since, [0; 10]);
        let is = |action: AuditAction| Column::Action.eq(action.code());
        let query = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.gte(first.as_uuid()))
            .filter(Condition::any().add(is(AuditAction::TokenSettingsUpdated)).add(is(AuditAction::ClientUpdated)));
        let lines: Vec<AuditEvent> = read(query.order_by_desc(Column::Id).limit(CHANGES).all(self.connection).await?)?;
        let is_full = lines.len() as u64 >= CHANGES;
        let all_since = lines.last().filter(|_| is_full).map_or(since, |oldest| oldest.at);
        Ok(SettingsChanges { lines, all_since })
    }
}

impl Store {
    /// Returns a page of the audit lines of the whole installation; newest first.
    pub async fn list_audit_lines(&self, filter: AuditFilter, window: Window<AuditEventId>) -> Result<Page<AuditLine>, Error> {
        let events = list(self.reader(), Condition::all(), filter, window).await?;
        located(self.reader(), events).await
    }
}

async fn list(
    connection: &impl Access,
    condition: Condition,
    filter: AuditFilter,
    window: Window<AuditEventId>,
) -> Result<Page<AuditEvent>, Error> {
    let query =
        Entity::find().filter(condition).filter(Condition::all().add_option(filter.action.map(|action| Column::Action.eq(action.code()))));
    let window = window.map(AuditEventId::as_uuid);
    let events = read(cut(query, Column::Id, &Order::Desc, &window).all(connection).await?)?;
    Ok(page(events, &window, None, |event: &AuditEvent| event.id.to_string()))
}

/// Adds the tenant and workspace that lines were written in.
async fn located(connection: &impl Access, page: Page<AuditEvent>) -> Result<Page<AuditLine>, Error> {
    let of = page.items.iter().filter_map(|event| event.tenant_id).map(TenantId::as_uuid);
    let tenants = texts_by_id::<tenant::Entity>(connection, Condition::all(), [tenant::Column::Id, tenant::Column::Slug], of).await?;
    let of = page.items.iter().filter_map(|event| event.workspace_id).map(WorkspaceId::as_uuid);
    let slugs = [workspace::Column::Id, workspace::Column::Slug];
    let workspaces = texts_by_id::<workspace::Entity>(connection, Condition::all(), slugs, of).await?;
    let items = page.items.into_iter().map(|event| AuditLine {
        tenant: event.tenant_id.map(TenantId::as_uuid).and_then(|id| tenants.get(&id)).map(|slug| deletions::shown(slug)),
        workspace: event.workspace_id.map(WorkspaceId::as_uuid).and_then(|id| workspaces.get(&id)).map(|slug| deletions::shown(slug)),
        event,
    });
    Ok(Page { items: items.collect(), next: page.next, total: page.total })
}
