//! Permission to do one thing. Only a check against the table of permissions makes a permit, and nothing is written without one.

use domain::{name::Slug, tenant::Tenant, workspace::WorkspacePath};
use store::{Reading, Store, WorkspaceStore};

use crate::{Error, operator::Operator, permission::Action};

/// Permission to do one thing in the installation.
#[must_use = "a permit is what a write begins with"]
pub(crate) struct Permit(());

/// Permission to do one thing in a tenant.
#[must_use = "a permit is what a write begins with"]
pub(crate) struct TenantPermit {
    tenant: Tenant,
}

impl TenantPermit {
    /// The tenant that it is for.
    pub(crate) const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    pub(crate) fn into_tenant(self) -> Tenant {
        self.tenant
    }
}

impl Operator {
    /// Checks that the actor may do this.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where they may not.
    pub(crate) fn permit(&self, action: Action) -> Result<Permit, Error> {
        if self.actor.may(action) { Ok(Permit(())) } else { Err(Error::Forbidden) }
    }

    /// Checks that the actor may do this in a tenant.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such tenant, or the actor does not see it; [`Error::Forbidden`] where they may not do it there.
    pub(crate) async fn permit_in(&self, action: Action, tenant: &Slug) -> Result<TenantPermit, Error> {
        let tenant = self.control.store().tenants().find_by_slug(tenant).await?;
        let tenant = tenant.filter(|tenant| self.actor.sees(tenant.id)).ok_or(Error::NotFound)?;
        let Permit(()) = self.permit(action)?;
        Ok(TenantPermit { tenant })
    }

    /// The installation, for reading.
    ///
    /// # Errors
    /// Those of [`Operator::permit`].
    pub(crate) fn read_installation(&self, action: Action) -> Result<&Store, Error> {
        let Permit(()) = self.permit(action)?;
        Ok(self.control.store())
    }

    /// A workspace, for reading.
    ///
    /// # Errors
    /// Those of [`Operator::permit_in`], and [`Error::NotFound`] where the tenant has no such workspace.
    pub(crate) async fn read(&self, action: Action, path: &WorkspacePath) -> Result<WorkspaceStore<'_, Reading>, Error> {
        let permit = self.permit_in(action, &path.tenant).await?;
        self.control.store().tenant(permit.tenant.id).workspace(&path.workspace).await?.ok_or(Error::NotFound)
    }
}
