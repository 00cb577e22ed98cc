//! Filters that administrators keep, each one's own.

use domain::{
    id::{AdministratorId, SavedViewId},
    saved_view::SavedView,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    entity::saved_view::{Column, Entity, row},
    paging::read,
};

impl<C: Access> WorkspaceStore<'_, C> {
    fn saved_views_of(&self, administrator: AdministratorId) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::AdministratorId.eq(administrator.as_uuid()))
    }

    /// Returns what an administrator keeps in this workspace, by name.
    pub async fn list_saved_views(&self, administrator: AdministratorId) -> Result<Vec<SavedView>, Error> {
        read(self.saved_views_of(administrator).order_by_asc(Column::Name).all(self.connection).await?)
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Keeps a view. [`Error::Conflict`] where its administrator has one of this name in this workspace.
    pub async fn insert_saved_view(&self, view: &SavedView) -> Result<(), Error> {
        let view = SavedView { workspace_id: self.workspace().id, ..view.clone() };
        Entity::insert(row(&view)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Deletes a view of an administrator. Returns it, or nothing where they have none with this identifier.
    pub async fn delete_saved_view(&self, administrator: AdministratorId, id: SavedViewId) -> Result<Option<SavedView>, Error> {
        let found = self.saved_views_of(administrator).filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?;
        let Some(found) = found else { return Ok(None) };
        let deleted = Entity::delete_by_id(id.as_uuid()).exec(self.connection).await?.rows_affected;
        if deleted == 1 { SavedView::try_from(found).map(Some) } else { Ok(None) }
    }
}
