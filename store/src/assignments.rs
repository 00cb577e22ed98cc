//! The roles that administrators have: what they come to, and how they are given and taken.

use std::collections::HashMap;

use domain::{
    administrator::{Administrator, Assignment},
    grants::{Grant, Grants},
    id::{AdministratorId, AssignmentId, RoleId},
    permission::Actions,
    role::RoleRef,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    Access, Administrators, Error, Writing,
    batch::Batch,
    column::Column as In,
    entity::{
        administrator, role,
        role_assignment::{Column, Entity, row},
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
    let own = own_roles(connection, &assignments).await?;
    let mut grants: HashMap<Uuid, Vec<Grant>> = HashMap::new();
    for assignment in assignments {
        let actions = match assignment.role {
            RoleRef::BuiltIn(role) => role.actions(),
            RoleRef::Own(id) => own.get(&id.as_uuid()).copied().unwrap_or_default(),
        };
        grants.entry(assignment.administrator_id.as_uuid()).or_default().push(Grant { level: assignment.level, actions });
    }
    let granted = |row: administrator::Model| {
        let grants = Grants::new(grants.remove(&row.id).unwrap_or_default());
        administrator::with_grants(row, grants)
    };
    rows.into_iter().map(granted).collect()
}

/// Returns what the roles that are not built in permit.
async fn own_roles(connection: &impl Access, assignments: &[Assignment]) -> Result<HashMap<Uuid, Actions>, Error> {
    let ids: Vec<RoleId> = assignments.iter().filter_map(|one| if let RoleRef::Own(id) = one.role { Some(id) } else { None }).collect();
    let mut roles = HashMap::new();
    for batch in Batch::split(&ids) {
        for row in role::Entity::find().filter(batch.contains(role::Column::Id, |id| id.as_uuid())).all(connection).await? {
            roles.insert(row.id, role::actions(In("roles", "actions"), row.actions)?);
        }
    }
    Ok(roles)
}

impl<C: Access> Administrators<'_, C> {
    /// Returns the assignments of an administrator, oldest first.
    pub async fn list_assignments(&self, administrator: AdministratorId) -> Result<Vec<Assignment>, Error> {
        let query = Entity::find().filter(Column::AdministratorId.eq(administrator.as_uuid()));
        read(query.order_by_asc(Column::Id).all(self.connection).await?)
    }

    /// Returns all assignments of these administrators.
    pub async fn list_assignments_of(&self, administrators: &[AdministratorId]) -> Result<Vec<Assignment>, Error> {
        let mut assignments = Vec::new();
        for batch in Batch::split(administrators) {
            let query = Entity::find().filter(batch.contains(Column::AdministratorId, |id| id.as_uuid()));
            let theirs: Vec<Assignment> = read(query.order_by_asc(Column::Id).all(self.connection).await?)?;
            assignments.extend(theirs);
        }
        Ok(assignments)
    }

    /// Returns those who have a role that is not built in.
    pub async fn holders_of(&self, role: RoleId) -> Result<Vec<AdministratorId>, Error> {
        let query = Entity::find().select_only().column(Column::AdministratorId).filter(Column::RoleId.eq(role.as_uuid())).distinct();
        let ids: Vec<Uuid> = query.into_tuple().all(self.connection).await?;
        Ok(ids.into_iter().map(AdministratorId::from_uuid).collect())
    }

    /// Returns the assignment with this identifier.
    pub async fn find_assignment(&self, id: AssignmentId) -> Result<Option<Assignment>, Error> {
        Entity::find_by_id(id.as_uuid()).one(self.connection).await?.map(Assignment::try_from).transpose()
    }
}

impl Administrators<'_, Writing> {
    /// Assigns a role. The administrator is locked.
    pub async fn insert_assignment(&self, assignment: &Assignment) -> Result<(), Error> {
        Entity::insert(row(assignment)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Withdraws an assignment. The administrator is locked. Returns `false` where there is none.
    pub async fn delete_assignment(&self, id: AssignmentId) -> Result<bool, Error> {
        Ok(Entity::delete_by_id(id.as_uuid()).exec(self.connection).await?.rows_affected == 1)
    }
}
