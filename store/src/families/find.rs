//! One family by its identifier.

use domain::id::{FamilyId, WorkspaceId};
use engine::family::Family;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use crate::{
    Error, Transaction,
    entity::token_family::{Column, Entity},
};

pub(super) async fn find(connection: &impl ConnectionTrait, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, Error> {
    read(Entity::find(), connection, workspace, family).await
}

/// Reads the row and locks it until the end of the transaction. On SQLite the transaction itself is the lock: there is one writer.
pub(super) async fn find_locked(transaction: &Transaction, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, Error> {
    read(Entity::find().lock_exclusive(), transaction.connection(), workspace, family).await
}

async fn read(
    select: Select<Entity>,
    connection: &impl ConnectionTrait,
    workspace: WorkspaceId,
    family: FamilyId,
) -> Result<Option<Family>, Error> {
    select.filter(is(workspace, family)).one(connection).await?.map(Family::try_from).transpose()
}

/// Returns the condition that a row is this family of this workspace.
pub(super) fn is(workspace: WorkspaceId, family: FamilyId) -> Condition {
    Condition::all().add(Column::WorkspaceId.eq(workspace.as_uuid())).add(Column::Id.eq(family.as_uuid()))
}
