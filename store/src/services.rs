//! Services of a workspace.

use domain::service::Service;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    column::to_json,
    entity::service::{ActiveModel, Column, Entity, row},
    paging::read,
    search_words::{Kind, Worded},
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns all services, in the order in which they are shown.
    pub async fn list_services(&self) -> Result<Vec<Service>, Error> {
        let query = Entity::find().filter(Column::WorkspaceId.eq(self.id()));
        read(query.order_by_asc(Column::Position).order_by_asc(Column::Id).all(self.connection).await?)
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a service to this workspace, after the others.
    pub async fn insert_service(&self, service: &Service) -> Result<(), Error> {
        let last: Option<i32> = Entity::find()
            .select_only()
            .column(Column::Position)
            .filter(Column::WorkspaceId.eq(self.id()))
            .order_by_desc(Column::Position)
            .into_tuple()
            .one(self.connection)
            .await?;
        let row = ActiveModel { workspace_id: Set(self.id()), ..row(service, last.map_or(0, |last| last + 1))? };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Worded::of(self.workspace(), Kind::Service, service.id.as_uuid()).name(self.connection, &[], &[service.name.as_str()]).await
    }

    /// Saves the scopes of a service and the resource server behind it, as the version after the one that was read. [`Error::Stale`] where
    /// there is a newer one.
    pub async fn update_service(&self, service: &Service) -> Result<Service, Error> {
        let next = Service { version: service.version + 1, ..service.clone() };
        let resource = next.resource.as_ref().map(ToString::to_string);
        let row =
            ActiveModel { scopes: Set(to_json(&next.scopes)?), resource: Set(resource), version: Set(next.version), ..Default::default() };
        let done = Entity::update_many()
            .set(row)
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(service.id.as_uuid()))
            .filter(Column::Version.eq(service.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }
}
