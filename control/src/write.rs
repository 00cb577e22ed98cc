//! Writes: one transaction, one point in time, and its audit lines. Each begins with a permit, and holds the actor to what they were when
//! they were recognised.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    clock::Timestamp,
    id::{AdministratorId, TenantId},
};
use store::Transaction;

use crate::{
    Error,
    audit_line::Line,
    operator::{Actor, Credential, Operator},
    permit::{Permit, TenantPermit},
};

/// A use case that writes.
pub(crate) struct Write<'a> {
    pub(crate) operator: &'a Operator,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) transaction: Transaction,
    pub(crate) now: Timestamp,
}

impl Operator {
    /// Begins a write in the installation.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where the actor may not write any more: disabled, in another role, or without the session or token that they
    /// were recognised by. Until the end of the write they stay as they are.
    pub(crate) async fn begin(&self, _: &Permit) -> Result<Write<'_>, Error> {
        self.start(None).await
    }

    /// Begins a write in a tenant, which is there until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin`], and [`Error::NotFound`] where the tenant is gone.
    pub(crate) async fn begin_in(&self, permit: &TenantPermit) -> Result<Write<'_>, Error> {
        let tenant = permit.tenant().id;
        let write = self.start(Some(tenant)).await?;
        if write.transaction.tenants().lock(tenant).await? { Ok(write) } else { Err(Error::NotFound) }
    }

    /// Begins the write that creates a tenant.
    pub(crate) async fn begin_tenant(&self, _: &Permit, tenant: TenantId) -> Result<Write<'_>, Error> {
        self.start(Some(tenant)).await
    }

    /// Begins a write about an administrator, whom nobody else changes before the end of it. Returns how they are now.
    pub(crate) async fn begin_about(&self, _: &Permit, about: &Administrator) -> Result<(Write<'_>, Administrator), Error> {
        let write = self.open(about.tenant_id).await?;
        let found = write.hold(Some(about.id)).await?.ok_or(Error::NotFound)?;
        Ok((write, found))
    }

    async fn start(&self, tenant: Option<TenantId>) -> Result<Write<'_>, Error> {
        let write = self.open(tenant).await?;
        write.hold(None).await?;
        Ok(write)
    }

    async fn open(&self, tenant: Option<TenantId>) -> Result<Write<'_>, Error> {
        Ok(Write { operator: self, tenant, transaction: self.control.store().begin().await?, now: self.now() })
    }
}

impl Write<'_> {
    /// Holds the actor to what they were when they were recognised, and another administrator beside them, who is returned.
    async fn hold(&self, about: Option<AdministratorId>) -> Result<Option<Administrator>, Error> {
        let own = match &self.operator.actor {
            Actor::Administrator(own, _) => Some(own.id),
            Actor::CommandLine => None,
        };
        let Some(first) = own.or(about) else { return Ok(None) };
        let administrators = self.transaction.administrators();
        let held = administrators.lock(&[first, about.unwrap_or(first)]).await?;
        if let Actor::Administrator(own, credential) = &self.operator.actor {
            let now = held.iter().find(|found| found.id == own.id).filter(|now| now.status == AdministratorStatus::Active);
            let stands = match credential {
                Credential::Session(hash) => {
                    now.is_some_and(|now| now.epoch == own.epoch) && administrators.lock_session(hash, self.now).await?
                }
                Credential::ApiToken(id) => administrators.lock_api_token(*id, self.now).await?,
            };
            if !stands || now.is_none_or(|now| (now.role, now.tenant_id) != (own.role, own.tenant_id)) {
                return Err(Error::SignedOut);
            }
        }
        Ok(held.into_iter().find(|found| Some(found.id) == about))
    }

    /// Writes an audit line.
    pub(crate) async fn audit(&self, line: Line) -> Result<(), Error> {
        let event = self.operator.audit_event(self.now, self.tenant, line);
        Ok(self.transaction.append_audit(event).await?)
    }

    /// Commits everything.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        Ok(self.transaction.commit().await?)
    }
}
