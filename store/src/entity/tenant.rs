//! `tenants`

use domain::{
    clock::Timestamp,
    id::TenantId,
    name::{Name, Slug},
    tenant::Tenant,
};
use sea_orm::{ActiveValue::NotSet, Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tenants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub name: String,
    pub created_at: i64,
    pub deleted_at: Option<i64>,
    /// Whether those who administer it need a second factor.
    pub second_factor_required: bool,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(tenant: &Tenant) -> ActiveModel {
    ActiveModel {
        id: Set(tenant.id.as_uuid()),
        slug: Set(tenant.slug.to_string()),
        name: Set(tenant.name.to_string()),
        created_at: Set(tenant.created_at.as_millis()),
        deleted_at: NotSet,
        second_factor_required: NotSet,
        version: Set(tenant.version),
    }
}

impl TryFrom<Model> for Tenant {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: TenantId::from_uuid(row.id),
            slug: In("tenants", "slug").parse(Slug::parse(&row.slug))?,
            name: In("tenants", "name").parse(Name::try_from(row.name))?,
            created_at: Timestamp::from_millis(row.created_at),
            version: row.version,
        })
    }
}
