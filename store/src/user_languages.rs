//! The languages that users read. They are no part of what tokens say of a user, and change no version.

use domain::id::UserId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    entity::user::{self, ActiveModel, Column, Entity},
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the tag of the language that a user reads, where it is known.
    pub async fn find_user_language(&self, id: UserId) -> Result<Option<String>, Error> {
        let query = user::of_workspace(self.id()).filter(Column::Id.eq(id.as_uuid())).select_only().column(Column::Language);
        Ok(query.into_tuple::<Option<String>>().one(self.connection).await?.flatten())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Keeps the language that a user reads, by its tag.
    pub async fn set_user_language(&self, id: UserId, tag: &str) -> Result<(), Error> {
        Entity::update_many()
            .set(ActiveModel { language: Set(Some(tag.to_owned())), ..Default::default() })
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::DeletedAt.is_null())
            .exec(self.connection)
            .await?;
        Ok(())
    }
}
