//! The deletion of reuses, with their marks.

use domain::id::UserId;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    Error, WorkspaceStore, Writing,
    entity::reuse::{Column, Entity},
};

/// Deletes the reuses that satisfy a condition: those of some families, each of which has one at most, or a batch of others.
pub(crate) async fn delete_reuses(connection: &Writing, of: Condition) -> Result<(), Error> {
    Entity::delete_many().filter(of).exec(connection).await?;
    Ok(())
}

impl WorkspaceStore<'_, Writing> {
    /// Deletes the reuses of a user.
    pub(crate) async fn delete_reuses_of(&self, user: UserId) -> Result<(), Error> {
        let of_user = Condition::all().add(Column::WorkspaceId.eq(self.id())).add(Column::UserId.eq(user.as_uuid()));
        delete_reuses(self.connection, of_user).await
    }
}
