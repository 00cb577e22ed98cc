//! Which audit lines a list asks for, and where they were written.

use std::collections::HashMap;

use domain::{
    audit::AuditAction,
    audit_group::AuditGroup,
    id::{TenantId, WorkspaceId},
    page::Window,
    view::AuditFilter,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, prelude::Uuid};

use crate::{
    Access, Error,
    batch::{among, texts_by_id},
    deletions,
    entity::{
        audit_event::{Column, Entity, Model},
        tenant, workspace,
    },
    events::first_at,
    paging::{Searched, matching, search},
};

/// Which lines are asked for.
pub(super) struct Lines {
    /// The lines that an index finds, in the order of their identifiers.
    found: Condition,
    /// Which of them are asked for; none where it is all of them.
    among: Option<Condition>,
}

impl Lines {
    pub(super) fn of_tenant(tenant: TenantId, workspace: Option<WorkspaceId>, filter: &AuditFilter) -> Self {
        let of_tenant = Condition::all()
            .add(Column::TenantId.eq(tenant.as_uuid()))
            .add_option(workspace.map(|workspace| Column::WorkspaceId.eq(workspace.as_uuid())));
        // There is an index for each.
        let found = of_tenant.add(in_time(filter)).add(by_actor(filter)).add(about_target(filter));
        Self { found, among: is_searched(filter).then(|| searched(filter)) }
    }

    pub(super) fn of_installation(filter: &AuditFilter) -> Self {
        let among = Condition::all().add(by_actor(filter)).add(about_target(filter)).add(searched(filter));
        let is_any = !is_searched(filter) && filter.actor.is_none() && filter.target_id.is_none();
        Self { found: in_time(filter), among: (!is_any).then_some(among) }
    }

    /// Reads a part of the list of these lines.
    pub(super) async fn read(self, connection: &impl Access, order: Order, window: &Window<Uuid>) -> Result<Searched<Model>, Error> {
        search(connection, Entity::find().filter(self.found), self.among, Column::Id, &order, window).await
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

/// Returns whether something is asked for that no index finds.
fn is_searched(filter: &AuditFilter) -> bool {
    filter.action.is_some() || filter.group.is_some() || filter.text.is_some()
}

/// Returns the condition of what no index finds.
fn searched(filter: &AuditFilter) -> Condition {
    let of_group = |group: AuditGroup| {
        let actions: Vec<AuditAction> = AuditAction::ALL.iter().copied().filter(|action| group.holds(*action)).collect();
        among(Some(&actions), Column::Action, |action| action.code())
    };
    Condition::all()
        .add_option(filter.action.map(|action| Column::Action.eq(action.code())))
        .add_option(filter.group.map(of_group))
        .add_option(filter.text.as_deref().map(|text| matching(&[Column::Actor, Column::Target], text)))
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
