//! Roles of tenants and of the installation.

use domain::{
    id::{RoleId, TenantId},
    role::Role,
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::{
    Access, Error, Reading, Store, Transaction, Writing,
    entity::role::{ActiveModel, Column, Entity, row},
    paging::read,
};

/// All roles that are not built in.
#[derive(Debug)]
pub struct Roles<'a, C> {
    connection: &'a C,
}

impl Store {
    /// Returns the roles.
    pub const fn roles(&self) -> Roles<'_, Reading> {
        Roles { connection: self.reader() }
    }
}

impl Transaction {
    /// Returns the roles.
    pub const fn roles(&self) -> Roles<'_, Writing> {
        Roles { connection: self.connection() }
    }
}

impl<C: Access> Roles<'_, C> {
    /// Returns the roles of a tenant, or those of the installation, by name.
    pub async fn list(&self, tenant: Option<TenantId>) -> Result<Vec<Role>, Error> {
        let of = match tenant {
            Some(tenant) => Column::TenantId.eq(tenant.as_uuid()),
            None => Column::TenantId.is_null(),
        };
        read(Entity::find().filter(of).order_by_asc(Column::Name).order_by_asc(Column::Id).all(self.connection).await?)
    }

    /// Returns the role with this identifier.
    pub async fn find(&self, id: RoleId) -> Result<Option<Role>, Error> {
        Entity::find_by_id(id.as_uuid()).one(self.connection).await?.map(Role::try_from).transpose()
    }
}

impl Roles<'_, Writing> {
    /// Locks a role until the end of the transaction, so that what it permits stays, and returns it.
    pub async fn lock(&self, id: RoleId) -> Result<Option<Role>, Error> {
        let query = Entity::find_by_id(id.as_uuid()).lock(LockType::NoKeyUpdate);
        query.one(self.connection).await?.map(Role::try_from).transpose()
    }

    /// Adds a role.
    pub async fn insert(&self, role: &Role) -> Result<(), Error> {
        Entity::insert(row(role)?).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves a role as the version after the one that was read. [`Error::Stale`] where there is a newer one.
    pub async fn update(&self, role: &Role) -> Result<Role, Error> {
        let next = Role { version: role.version + 1, ..role.clone() };
        let row = ActiveModel { id: NotSet, tenant_id: NotSet, created_at: NotSet, ..row(&next)? };
        let this = Entity::update_many().set(row).filter(Column::Id.eq(role.id.as_uuid())).filter(Column::Version.eq(role.version));
        if this.exec(self.connection).await?.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }

    /// Deletes a role, with its assignments and the invitations to it.
    pub async fn delete(&self, id: RoleId) -> Result<(), Error> {
        Entity::delete_by_id(id.as_uuid()).exec(self.connection).await?;
        Ok(())
    }
}
