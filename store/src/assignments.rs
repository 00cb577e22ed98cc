//! The roles that administrators have: how they are given and taken.

use domain::{
    administrator::Assignment,
    id::{AdministratorId, AssignmentId, RoleId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    Access, Administrators, Error, Writing,
    batch::Batch,
    entity::role_assignment::{Column, Entity, row},
    paging::read,
};

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
