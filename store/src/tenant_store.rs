//! Access to tenants by name, and to what is in one tenant by its identifier. No query below goes without one.

use domain::{
    id::TenantId,
    name::Slug,
    page::{Page, Window},
    tenant::Tenant,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::{
    Error, Reading, Store, Transaction, Writing,
    batch::among,
    counts::count_if_asked,
    entity::tenant,
    paging::{cut, matching, page, read},
};

/// Access to the database by a query. Writes exist on [`Writing`] alone, so that none is made outside a transaction.
pub trait Access: ConnectionTrait {
    /// Whether a write that relies on what was read may follow.
    const WRITES: bool;
}

impl Access for Reading {
    const WRITES: bool = false;
}

impl Access for Writing {
    const WRITES: bool = true;
}

impl Store {
    /// Returns all tenants of the installation.
    pub const fn tenants(&self) -> Tenants<'_, Reading> {
        Tenants { connection: self.reader() }
    }

    /// Returns access to what is in this tenant.
    pub const fn tenant(&self, tenant: TenantId) -> TenantStore<'_, Reading> {
        TenantStore { connection: self.reader(), tenant }
    }
}

impl Transaction {
    /// Returns all tenants of the installation.
    pub const fn tenants(&self) -> Tenants<'_, Writing> {
        Tenants { connection: self.connection() }
    }

    /// Returns access to what is in this tenant.
    pub const fn tenant(&self, tenant: TenantId) -> TenantStore<'_, Writing> {
        TenantStore { connection: self.connection(), tenant }
    }
}

/// All tenants of an installation.
#[derive(Debug)]
pub struct Tenants<'a, C> {
    connection: &'a C,
}

impl<C: Access> Tenants<'_, C> {
    /// Returns all tenants, by address.
    pub async fn list(&self) -> Result<Vec<Tenant>, Error> {
        read(
            tenant::Entity::find()
                .filter(tenant::Column::DeletedAt.is_null())
                .order_by_asc(tenant::Column::Slug)
                .all(self.connection)
                .await?,
        )
    }

    /// Returns a page of the tenants whose name or address contains the text, by address. Only of some, where they are given.
    pub async fn page(&self, search: &str, window: Window<Slug>, some: Option<&[TenantId]>) -> Result<Page<Tenant>, Error> {
        let query = tenant::Entity::find()
            .filter(tenant::Column::DeletedAt.is_null())
            .filter(among(some, tenant::Column::Id, |id| id.as_uuid()))
            .filter(matching(&[tenant::Column::Slug, tenant::Column::Name], search));
        let window = window.map(String::from);
        let total = count_if_asked(&window, query.clone(), self.connection).await?;
        let tenants = read(cut(query, tenant::Column::Slug, &Order::Asc, &window).all(self.connection).await?)?;
        Ok(page(tenants, &window, total, |tenant: &Tenant| tenant.slug.to_string()))
    }

    /// Returns the tenant at this address.
    pub async fn find_by_slug(&self, slug: &Slug) -> Result<Option<Tenant>, Error> {
        let row = tenant::Entity::find().filter(tenant::Column::Slug.eq(slug.as_str())).one(self.connection).await?;
        row.map(Tenant::try_from).transpose()
    }

    /// Returns the tenant with this identifier.
    pub async fn find(&self, id: TenantId) -> Result<Option<Tenant>, Error> {
        tenant::Entity::find_by_id(id.as_uuid())
            .filter(tenant::Column::DeletedAt.is_null())
            .one(self.connection)
            .await?
            .map(Tenant::try_from)
            .transpose()
    }
}

impl Tenants<'_, Writing> {
    /// Locks a tenant until the end of the transaction: it is there so long. Returns whether it exists.
    pub async fn lock(&self, id: TenantId) -> Result<bool, Error> {
        self.lock_with(id, LockType::Share).await
    }

    /// Does the same for one transaction at a time, and while no other has locked it in either way: what is in the tenant can be counted and
    /// compared.
    pub async fn lock_alone(&self, id: TenantId) -> Result<bool, Error> {
        self.lock_with(id, LockType::NoKeyUpdate).await
    }

    async fn lock_with(&self, id: TenantId, lock: LockType) -> Result<bool, Error> {
        let there = tenant::Entity::find_by_id(id.as_uuid()).filter(tenant::Column::DeletedAt.is_null());
        Ok(there.lock(lock).one(self.connection).await?.is_some())
    }

    /// Adds a tenant. [`Error::Conflict`] where its address is taken.
    pub async fn insert(&self, tenant: &Tenant) -> Result<(), Error> {
        tenant::Entity::insert(tenant::row(tenant)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves a tenant's name as the version after the one that was read. [`Error::Stale`] where there is a newer one.
    pub async fn rename(&self, tenant: &Tenant) -> Result<Tenant, Error> {
        let next = Tenant { version: tenant.version + 1, ..tenant.clone() };
        let change = tenant::ActiveModel { name: Set(next.name.to_string()), version: Set(next.version), ..Default::default() };
        let this = tenant::Entity::update_many().set(change).filter(tenant::Column::Id.eq(tenant.id.as_uuid()));
        let this = this.filter(tenant::Column::Version.eq(tenant.version)).filter(tenant::Column::DeletedAt.is_null());
        if this.exec(self.connection).await?.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }
}

/// Access to what is in one tenant.
#[derive(Debug, Clone, Copy)]
pub struct TenantStore<'a, C> {
    pub(crate) connection: &'a C,
    pub(crate) tenant: TenantId,
}

impl<C> TenantStore<'_, C> {
    /// Returns the tenant's identifier.
    pub const fn id(&self) -> TenantId {
        self.tenant
    }
}
