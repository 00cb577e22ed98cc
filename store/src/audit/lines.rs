//! Which audit lines a list asks for, and how far it looks for them.

use std::collections::HashMap;

use domain::{
    id::{TenantId, WorkspaceId},
    page::{Edge, Window},
    view::AuditFilter,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QuerySelect, prelude::Uuid};

use crate::{
    Access, Error,
    batch::texts_by_id,
    deletions,
    entity::{
        audit_event::{Column, Entity, Model},
        tenant, workspace,
    },
    events::first_at,
    paging::cut,
};

/// How many lines are looked at for a page: where no index finds what is asked for, a page ends there, however few it has.
const LOOKED_AT: u64 = 10_000;

/// Which lines are asked for.
pub(super) struct Lines {
    /// The lines that an index finds, in the order of their identifiers.
    found: Condition,
    /// Which of them are asked for; none where it is all of them.
    among: Option<Condition>,
}

/// The rows of a part of a list, and one more, to know whether there are others.
pub(super) struct Rows {
    pub(super) rows: Vec<Model>,
    /// The line at which the search ended; none where it went through all lines.
    pub(super) searched_to: Option<Uuid>,
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

    /// Reads a part of the list of these lines. The search ends at a bound.
    pub(super) async fn rows(self, connection: &impl Access, order: Order, window: &Window<Uuid>) -> Result<Rows, Error> {
        let found = cut(Entity::find().filter(self.found), Column::Id, &order, window);
        let Some(among) = self.among else { return Ok(Rows { rows: found.all(connection).await?, searched_to: None }) };
        let last = found.clone().select_only().column(Column::Id).offset(LOOKED_AT - 1).limit(1);
        let last: Option<Uuid> = last.into_tuple().one(connection).await?;
        let is_read_upward = (order == Order::Asc) ^ window.reversed ^ matches!(window.edge, Edge::Before(_));
        let looked_at = last.map(|last| if is_read_upward { Column::Id.lte(last) } else { Column::Id.gte(last) });
        let rows = found.filter(among).filter(Condition::all().add_option(looked_at)).all(connection).await?;
        Ok(Rows { rows, searched_to: last })
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

/// The addresses of tenants and workspaces, also of those that were deleted.
pub(super) struct Places {
    tenants: HashMap<Uuid, String>,
    workspaces: HashMap<Uuid, String>,
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
