//! What tenants ask of their administrators.

use domain::{administrator::AdministratorPolicy, id::TenantId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, prelude::Uuid};

use crate::{
    Access, Error, Store, TenantStore, Writing,
    batch::among,
    entity::tenant::{ActiveModel, Column, Entity},
};

impl Store {
    /// Returns whether one of these tenants requires a second factor of those who administer it.
    pub async fn requires_second_factor(&self, tenants: &[TenantId]) -> Result<bool, Error> {
        let query = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(among(Some(tenants), Column::Id, |id| id.as_uuid()))
            .filter(Column::SecondFactorRequired.eq(true))
            .filter(Column::DeletedAt.is_null());
        Ok(query.into_tuple::<Uuid>().one(self.reader()).await?.is_some())
    }
}

impl<C: Access> TenantStore<'_, C> {
    /// Returns what the tenant asks of its administrators.
    pub async fn find_administrator_policy(&self) -> Result<AdministratorPolicy, Error> {
        let query = Entity::find_by_id(self.tenant.as_uuid()).select_only().column(Column::SecondFactorRequired);
        let second_factor_required: Option<bool> = query.into_tuple().one(self.connection).await?;
        Ok(AdministratorPolicy { second_factor_required: second_factor_required.unwrap_or_default() })
    }
}

impl TenantStore<'_, Writing> {
    /// Changes what the tenant asks of its administrators.
    pub async fn set_administrator_policy(&self, policy: AdministratorPolicy) -> Result<(), Error> {
        let change = ActiveModel { second_factor_required: Set(policy.second_factor_required), ..Default::default() };
        Entity::update_many().set(change).filter(Column::Id.eq(self.tenant.as_uuid())).exec(self.connection).await?;
        Ok(())
    }
}
