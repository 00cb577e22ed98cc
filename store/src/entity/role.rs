//! `roles`

use domain::{
    clock::Timestamp,
    id::{RoleId, TenantId},
    name::Name,
    permission::Actions,
    role::Role,
};
use sea_orm::{JsonValue, Set, entity::prelude::*};

use crate::{
    Error,
    column::{Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub tenant_id: Option<Uuid>,
    pub name: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub actions: JsonValue,
    pub version: i64,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(role: &Role) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        id: Set(role.id.as_uuid()),
        tenant_id: Set(role.tenant_id.map(TenantId::as_uuid)),
        name: Set(role.name.to_string()),
        actions: Set(to_json(&role.actions)?),
        version: Set(role.version),
        created_at: Set(role.created_at.as_millis()),
    })
}

/// Reads stored actions. Those that this version does not know are left out.
pub(crate) fn actions(column: In, stored: JsonValue) -> Result<Actions, Error> {
    let codes: Vec<String> = column.json(stored)?;
    Ok(Actions::known(codes.iter().map(String::as_str)))
}

impl TryFrom<Model> for Role {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: RoleId::from_uuid(row.id),
            tenant_id: row.tenant_id.map(TenantId::from_uuid),
            name: In("roles", "name").parse(Name::try_from(row.name))?,
            actions: actions(In("roles", "actions"), row.actions)?,
            version: row.version,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}
