//! `administrators`

use domain::{administrator::Administrator, clock::Timestamp, grants::Grants, id::AdministratorId, name::Name, user::UserIdentifier};
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

/// What the column `role` says of an administrator whose roles are assignments. Earlier versions do not know the word, and let nobody in.
const ASSIGNED: &str = "assigned";

pub(crate) fn row(administrator: &Administrator) -> ActiveModel {
    ActiveModel {
        id: Set(administrator.id.as_uuid()),
        email: Set(administrator.email.to_string()),
        name: Set(administrator.name.to_string()),
        tenant_id: Set(None),
        role: Set(ASSIGNED.to_owned()),
        password_hash: Set(None),
        one_time_hash: Set(None),
        one_time_expires_at: Set(None),
        created_at: Set(administrator.created_at.as_millis()),
        status: Set(administrator.status.code().to_owned()),
        epoch: Set(administrator.epoch),
    }
}

/// Returns an administrator with what they may do.
pub(crate) fn with_grants(row: Model, grants: Grants) -> Result<Administrator, Error> {
    Ok(Administrator {
        id: AdministratorId::from_uuid(row.id),
        email: In("administrators", "email").parse(UserIdentifier::parse(&row.email))?,
        name: In("administrators", "name").parse(Name::try_from(row.name))?,
        grants,
        status: In("administrators", "status").code(&row.status)?,
        epoch: row.epoch,
        created_at: Timestamp::from_millis(row.created_at),
    })
}
