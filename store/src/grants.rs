//! What the roles of administrators permit them.

use std::collections::HashMap;

use domain::{
    administrator::{Administrator, Assignment},
    grants::{Grant, Grants},
    id::RoleId,
    permission::Actions,
    role::RoleRef,
};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, prelude::Uuid};

use crate::{
    Access, Error,
    batch::Batch,
    column::Column as In,
    entity::{
        administrator, role,
        role_assignment::{Column, Entity},
    },
    paging::read,
};

/// Returns administrators with what their roles permit.
pub(crate) async fn with_grants(connection: &impl Access, rows: Vec<administrator::Model>) -> Result<Vec<Administrator>, Error> {
    let mut assignments: Vec<Assignment> = Vec::new();
    for batch in Batch::split(&rows) {
        let theirs = Entity::find().filter(batch.contains(Column::AdministratorId, |row| row.id)).order_by_asc(Column::Id);
        let theirs: Vec<Assignment> = read(theirs.all(connection).await?)?;
        assignments.extend(theirs);
    }
    let own = own_roles(connection, assignments.iter().map(|one| one.role)).await?;
    let mut grants: HashMap<Uuid, Vec<Grant>> = HashMap::new();
    for assignment in assignments {
        let actions = actions_of(assignment.role, &own);
        grants.entry(assignment.administrator_id.as_uuid()).or_default().push(Grant { level: assignment.level, actions });
    }
    let granted = |row: administrator::Model| {
        let grants = Grants::new(grants.remove(&row.id).unwrap_or_default());
        administrator::with_grants(row, grants)
    };
    rows.into_iter().map(granted).collect()
}

/// Returns what a role permits, with those that are not built in.
pub(crate) fn actions_of(role: RoleRef, own: &HashMap<Uuid, Actions>) -> Actions {
    match role {
        RoleRef::BuiltIn(role) => role.actions(),
        RoleRef::Own(id) => own.get(&id.as_uuid()).copied().unwrap_or_default(),
    }
}

/// Returns what those of the roles permit that are not built in.
pub(crate) async fn own_roles(connection: &impl Access, roles: impl Iterator<Item = RoleRef>) -> Result<HashMap<Uuid, Actions>, Error> {
    let ids: Vec<RoleId> = roles.filter_map(|role| if let RoleRef::Own(id) = role { Some(id) } else { None }).collect();
    let mut roles = HashMap::new();
    for batch in Batch::split(&ids) {
        for row in role::Entity::find().filter(batch.contains(role::Column::Id, |id| id.as_uuid())).all(connection).await? {
            roles.insert(row.id, role::actions(In("roles", "actions"), row.actions)?);
        }
    }
    Ok(roles)
}
