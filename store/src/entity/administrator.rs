//! `administrators`

use domain::{
    administrator::Administrator,
    clock::Timestamp,
    id::{AdministratorId, TenantId},
    name::Name,
    user::UserIdentifier,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded, Column as In},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "administrators")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub email: String,
    pub name: String,
    pub tenant_id: Option<Uuid>,
    pub role: String,
    pub password_hash: Option<String>,
    #[sea_orm(column_type = "Blob", nullable, unique)]
    pub one_time_hash: Option<Vec<u8>>,
    pub one_time_expires_at: Option<i64>,
    pub created_at: i64,
    pub status: String,
    pub epoch: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(administrator: &Administrator, password_hash: Option<String>) -> ActiveModel {
    ActiveModel {
        id: Set(administrator.id.as_uuid()),
        email: Set(administrator.email.to_string()),
        name: Set(administrator.name.to_string()),
        tenant_id: Set(administrator.tenant_id.map(TenantId::as_uuid)),
        role: Set(administrator.role.code().to_owned()),
        password_hash: Set(password_hash),
        one_time_hash: Set(None),
        one_time_expires_at: Set(None),
        created_at: Set(administrator.created_at.as_millis()),
        status: Set(administrator.status.code().to_owned()),
        epoch: Set(administrator.epoch),
    }
}

impl TryFrom<Model> for Administrator {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: AdministratorId::from_uuid(row.id),
            email: In("administrators", "email").parse(UserIdentifier::parse(&row.email))?,
            name: In("administrators", "name").parse(Name::try_from(row.name))?,
            tenant_id: row.tenant_id.map(TenantId::from_uuid),
            role: In("administrators", "role").code(&row.role)?,
            status: In("administrators", "status").code(&row.status)?,
            epoch: row.epoch,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}
