//! Access to what is in one workspace.

use std::borrow::Cow;

use domain::{audit::AuditEvent, id::TenantId, name::Slug, workspace::Workspace};
use engine::storage::Basis;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, prelude::Uuid, sea_query::LockType};

use crate::{
    Access, Error, TenantStore, Transaction, Writing, basis,
    entity::workspace::{Column, Entity},
};

/// Access to what is in one workspace. Only [`TenantStore::workspace`] and [`WorkspaceTransaction::store`] return it, so it is always one
/// of that tenant.
#[derive(Debug)]
pub struct WorkspaceStore<'a, C> {
    pub(crate) connection: &'a C,
    workspace: Cow<'a, Workspace>,
}

/// A transaction with a workspace that it has locked: nobody else changes the workspace's row before the end of it.
#[derive(Debug)]
pub struct WorkspaceTransaction {
    transaction: Transaction,
    workspace: Workspace,
}

impl Transaction {
    /// Locks a workspace of a tenant until the end of the transaction. Returns `None` where the tenant has no such workspace.
    pub async fn lock_workspace(self, tenant: TenantId, slug: &Slug) -> Result<Option<WorkspaceTransaction>, Error> {
        let found = self.tenant(tenant).workspace(slug).await?.map(|store| store.workspace.into_owned());
        Ok(found.map(|workspace| WorkspaceTransaction { transaction: self, workspace }))
    }
}

impl WorkspaceTransaction {
    /// Returns the workspace as it was when it was locked.
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Returns access to what is in the tenant of the workspace.
    pub const fn tenant(&self) -> TenantStore<'_, Writing> {
        self.transaction.tenant(self.workspace.tenant_id)
    }

    /// Returns access to what is in the workspace.
    pub const fn store(&self) -> WorkspaceStore<'_, Writing> {
        WorkspaceStore { connection: self.transaction.connection(), workspace: Cow::Borrowed(&self.workspace) }
    }

    /// Returns the transaction itself.
    pub const fn transaction(&self) -> &Transaction {
        &self.transaction
    }

    /// Returns the transaction, which goes on holding the workspace, for what is to be done elsewhere in it.
    pub fn into_transaction(self) -> Transaction {
        self.transaction
    }

    /// Returns whether a basis holds, which it does then until the end of the transaction.
    pub async fn holds(&self, basis: &Basis) -> Result<bool, Error> {
        basis::lock(&self.transaction, basis).await
    }

    /// Writes an audit line in the transaction.
    pub async fn append_audit(&self, event: AuditEvent) -> Result<(), Error> {
        self.transaction.append_audit(event).await
    }

    /// Commits everything. It has happened when this returns `Ok`, and not before.
    pub async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await
    }
}

impl<'a, C: Access> TenantStore<'a, C> {
    /// Returns access to the workspace at this address. A transaction locks it: what is written in a workspace relies on its settings, and
    /// the other way round.
    pub async fn workspace(&self, slug: &Slug) -> Result<Option<WorkspaceStore<'a, C>>, Error> {
        let mut query = Entity::find().filter(Column::TenantId.eq(self.tenant.as_uuid())).filter(Column::Slug.eq(slug.as_str()));
        if C::WRITES {
            // No effect on SQLite, which has one writer. Not FOR UPDATE, which would hold up each row that refers to the workspace.
            query = query.lock(LockType::NoKeyUpdate);
        }
        let Some(row) = query.one(self.connection).await? else { return Ok(None) };
        Ok(Some(WorkspaceStore { connection: self.connection, workspace: Cow::Owned(row.try_into()?) }))
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the workspace itself.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(crate) fn id(&self) -> Uuid {
        self.workspace.id.as_uuid()
    }
}
