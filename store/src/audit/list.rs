//! The audit trail, as people read it: newest first.

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{AuditEventId, TenantId, WorkspaceId},
    page::Page,
    view::{AuditFilter, AuditLine},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    Access, Error, Store, TenantStore, WorkspaceStore,
    batch::texts_by_id,
    deletions,
    entity::{
        audit_event::{Column, Entity},
        tenant, workspace,
    },
    events::first_at,
    paging::{ROWS, page, read},
};

/// How many lines are looked at for a page: where no index finds what is asked for, a page ends there, however few it has.
pub(super) const LOOKED_AT: u64 = 10_000;

impl<C: Access> TenantStore<'_, C> {
    /// Returns a page of the audit lines of the tenant, or of one of its workspaces; newest first. A page with a cursor may have few lines, or
    /// none: it was looked no further.
    pub async fn list_audit_events(
        &self,
        workspace: Option<WorkspaceId>,
        filter: AuditFilter,
        after: Option<AuditEventId>,
    ) -> Result<Page<AuditEvent>, Error> {
        list(self.connection, &Lines::of_tenant(self.tenant, workspace, &filter), after).await
    }

    /// Returns a page of the audit lines of the tenant, with the workspaces they were written in; newest first.
    pub async fn list_audit_lines(&self, filter: AuditFilter, after: Option<AuditEventId>) -> Result<Page<AuditLine>, Error> {
        located(self.connection, self.list_audit_events(None, filter, after).await?).await
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

impl Store {
    /// Returns a page of the audit lines of the whole installation; newest first.
    pub async fn list_audit_lines(&self, filter: AuditFilter, after: Option<AuditEventId>) -> Result<Page<AuditLine>, Error> {
        let events = list(self.reader(), &Lines::of_installation(&filter), after).await?;
        located(self.reader(), events).await
    }
}

/// Which lines are asked for.
pub(super) struct Lines {
    /// The lines that an index finds, in the order of their identifiers.
    pub(super) found: Condition,
    /// Which of them are asked for; none where it is all of them.
    pub(super) among: Option<Condition>,
}

impl Lines {
    pub(super) fn of_tenant(tenant: TenantId, workspace: Option<WorkspaceId>, filter: &AuditFilter) -> Self {
        let of_tenant = Condition::all()
            .add(Column::TenantId.eq(tenant.as_uuid()))
            .add_option(workspace.map(|workspace| Column::WorkspaceId.eq(workspace.as_uuid())));
        // There is an index for each.
        let found = of_tenant.add(in_time(filter)).add(by_actor(filter)).add(about_target(filter));
        Self { found, among: filter.action.map(|_| with_action(filter)) }
    }

    pub(super) fn of_installation(filter: &AuditFilter) -> Self {
        let among = Condition::all().add(by_actor(filter)).add(about_target(filter)).add(with_action(filter));
        let is_any = filter.action.is_none() && filter.actor.is_none() && filter.target_id.is_none();
        Self { found: in_time(filter), among: (!is_any).then_some(among) }
    }
}

fn in_time(AuditFilter { since, until, .. }: &AuditFilter) -> Condition {
    Condition::all()
        .add_option(since.map(|since| Column::Id.gte(first_at(since))))
        .add_option(until.map(|until| Column::Id.lt(first_at(until))))
}

fn by_actor(filter: &AuditFilter) -> Condition {
    Condition::all().add_option(filter.actor.as_ref().map(|actor| Column::Actor.eq(actor.as_str())))
}

fn about_target(filter: &AuditFilter) -> Condition {
    Condition::all().add_option(filter.target_id.as_ref().map(|target| Column::TargetId.eq(target.as_str())))
}

fn with_action(filter: &AuditFilter) -> Condition {
    Condition::all().add_option(filter.action.map(|action| Column::Action.eq(action.code())))
}

async fn list(connection: &impl Access, lines: &Lines, after: Option<AuditEventId>) -> Result<Page<AuditEvent>, Error> {
    let found = Entity::find()
        .filter(lines.found.clone())
        .filter(Condition::all().add_option(after.map(|after| Column::Id.lt(after.as_uuid()))))
        .order_by_desc(Column::Id);
    let last: Option<Uuid> = match lines.among {
        Some(_) => {
            let last = found.clone().select_only().column(Column::Id).offset(LOOKED_AT - 1).limit(1);
            last.into_tuple().one(connection).await?
        }
        None => None,
    };
    let looked_at = Condition::all().add_option(lines.among.clone()).add_option(last.map(|last| Column::Id.gte(last)));
    let events = read(found.filter(looked_at).limit(ROWS).all(connection).await?)?;
    let page = page(events, None, |event: &AuditEvent| event.id.to_string());
    Ok(Page { next: page.next.or(last.map(|last| AuditEventId::from_uuid(last).to_string())), ..page })
}

/// Adds the tenant and workspace that lines were written in.
async fn located(connection: &impl Access, page: Page<AuditEvent>) -> Result<Page<AuditLine>, Error> {
    let places = Places::of(connection, page.items.iter().map(|event| (event.tenant_id, event.workspace_id))).await?;
    Ok(page.map(|event| AuditLine { tenant: places.tenant(event.tenant_id), workspace: places.workspace(event.workspace_id), event }))
}

/// The addresses of tenants and workspaces, also of those that were deleted.
pub(super) struct Places {
    tenants: std::collections::HashMap<Uuid, String>,
    workspaces: std::collections::HashMap<Uuid, String>,
}

impl Places {
    pub(super) async fn of(
        connection: &impl Access,
        places: impl Iterator<Item = (Option<TenantId>, Option<WorkspaceId>)> + Clone,
    ) -> Result<Self, Error> {
        let tenants = [tenant::Column::Id, tenant::Column::Slug];
        let of = places.clone().filter_map(|(tenant, _)| tenant.map(TenantId::as_uuid));
        let tenants = texts_by_id::<tenant::Entity>(connection, Condition::all(), tenants, of).await?;
        let workspaces = [workspace::Column::Id, workspace::Column::Slug];
        let of = places.filter_map(|(_, workspace)| workspace.map(WorkspaceId::as_uuid));
        Ok(Self { tenants, workspaces: texts_by_id::<workspace::Entity>(connection, Condition::all(), workspaces, of).await? })
    }

    pub(super) fn tenant(&self, id: Option<TenantId>) -> Option<String> {
        self.tenants.get(&id?.as_uuid()).map(|slug| deletions::shown(slug))
    }

    pub(super) fn workspace(&self, id: Option<WorkspaceId>) -> Option<String> {
        self.workspaces.get(&id?.as_uuid()).map(|slug| deletions::shown(slug))
    }
}
