//! `services`

use domain::{
    id::{ServiceId, WorkspaceId},
    name::Name,
    resource::Resource,
    service::Service,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "services")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub name: String,
    pub kind: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub scopes: Json,
    pub resource: Option<String>,
    /// Its position in the list of its workspace.
    pub position: i32,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(service: &Service, position: i32) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(service.id.as_uuid()),
        workspace_id: Set(service.workspace_id.as_uuid()),
        name: Set(service.name.to_string()),
        kind: Set(service.kind.code().to_owned()),
        scopes: Set(to_json(&service.scopes)?),
        resource: Set(service.resource.as_ref().map(ToString::to_string)),
        position: Set(position),
        version: Set(service.version),
    })
}

impl TryFrom<Model> for Service {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: ServiceId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            name: In("services", "name").parse(Name::try_from(row.name))?,
            kind: In("services", "kind").code(&row.kind)?,
            scopes: In("services", "scopes").json(row.scopes)?,
            resource: In("services", "resource").parse(row.resource.as_deref().map(Resource::parse).transpose())?,
            version: row.version,
        })
    }
}
