//! Writes: one transaction, one point in time, and its audit lines. Each begins with a permit, and holds the actor to what they were when
//! they were recognised.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    client::ClientStatus,
    clock::Timestamp,
    grants::Level,
    id::{AdministratorId, TenantId},
    permission::Action,
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
    /// What permits it; none where it is no action of the table.
    pub(crate) action: Option<Action>,
}

impl Operator {
    /// Begins a write in the installation.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where the actor may not write any more: disabled, in another role, or without the session or token that they
    /// were recognised by. Until the end of the write they stay as they are.
    ///
    /// [`Error::Unconfirmed`] where it is dangerous, and they have not typed their password lately.
    pub(crate) async fn begin(&self, permit: &Permit) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        self.start(None, permit.action()).await
    }

    /// Begins a write in a tenant, which is there until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin`], and [`Error::NotFound`] where the tenant is gone.
    pub(crate) async fn begin_in(&self, permit: &TenantPermit) -> Result<Write<'_>, Error> {
        self.check_recent(Some(permit.action()))?;
        self.start_in(permit.tenant().id, Some(permit.action())).await
    }

    /// Begins a write at a level, whose tenant is there until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin_in`].
    pub(crate) async fn begin_at(&self, permit: &Permit, level: Level) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        match level.tenant() {
            Some(tenant) => self.start_in(tenant, permit.action()).await,
            None => self.begin(permit).await,
        }
    }

    /// Begins the write that creates a tenant.
    pub(crate) async fn begin_tenant(&self, permit: &Permit, tenant: TenantId) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        self.start(Some(tenant), permit.action()).await
    }

    /// Begins a write about an administrator, which an action permits; none where they do it about themselves. Nobody else changes them before
    /// the end of it. Returns how they are now.
    ///
    /// # Errors
    /// Those of [`Operator::begin`]; [`Error::NotFound`] where there is no such administrator; and what `permitted` says of them as they
    /// are now.
    pub(crate) async fn begin_about(
        &self,
        action: impl Into<Option<Action>>,
        about: AdministratorId,
        permitted: impl FnOnce(&Administrator) -> Result<(), Error>,
    ) -> Result<(Write<'_>, Administrator), Error> {
        let write = self.open(None, action.into()).await?;
        let held = write.hold(&[about]).await?;
        let found = held.into_iter().find(|found| found.id == about).ok_or(Error::NotFound)?;
        permitted(&found)?;
        let tenant = found.grants.one_tenant();
        Ok((Write { tenant, ..write }, found))
    }

    /// Begins a write in the installation that relies on what other administrators may do: they stay as they are until the end of it.
    pub(crate) async fn begin_with(&self, permit: &Permit, others: &[AdministratorId]) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        let write = self.open(None, permit.action()).await?;
        write.hold(others).await?;
        Ok(write)
    }

    async fn start_in(&self, tenant: TenantId, action: Option<Action>) -> Result<Write<'_>, Error> {
        let write = self.start(Some(tenant), action).await?;
        if write.transaction.tenants().lock(tenant).await? { Ok(write) } else { Err(Error::NotFound) }
    }

    async fn start(&self, tenant: Option<TenantId>, action: Option<Action>) -> Result<Write<'_>, Error> {
        let write = self.open(tenant, action).await?;
        write.hold(&[]).await?;
        Ok(write)
    }

    async fn open(&self, tenant: Option<TenantId>, action: Option<Action>) -> Result<Write<'_>, Error> {
        Ok(Write { operator: self, tenant, transaction: self.control.store().begin().await?, now: self.now(), action })
    }
}

impl Write<'_> {
    /// Holds the actor to what they were when they were recognised, and other administrators beside them. Returns those that exist.
    async fn hold(&self, others: &[AdministratorId]) -> Result<Vec<Administrator>, Error> {
        let administrators = self.transaction.administrators();
        let held = administrators.lock(others.iter().copied().chain(self.operator.actor.administrator_id())).await?;
        let holds = match &self.operator.actor {
            Actor::Administrator(own, credential) => {
                let now = held.iter().find(|found| found.id == own.id).filter(|now| now.status == AdministratorStatus::Active);
                let stands = match credential {
                    Credential::Session(hash) | Credential::StaleSession(hash) | Credential::EnrolmentOnly(hash, _) => {
                        now.is_some_and(|now| now.epoch == own.epoch) && administrators.lock_session(hash, self.now).await?
                    }
                    Credential::ApiToken(id, _) => administrators.lock_api_token(*id, self.now).await?,
                };
                stands && now.is_some_and(|now| credential.of(&now.grants) == own.grants)
            }
            Actor::Client(own, scope) => {
                let now = self.transaction.api_clients().lock(own.id).await?;
                let now = now.filter(|now| now.status == ClientStatus::Active && now.epoch == own.epoch);
                now.is_some_and(|now| now.grants.only(*scope) == own.grants)
            }
            Actor::CommandLine => true,
        };
        if !holds {
            return Err(Error::SignedOut);
        }
        Ok(held)
    }

    /// Writes an audit line.
    pub(crate) async fn audit(&self, line: Line) -> Result<(), Error> {
        let event = self.operator.author(self.action).audit_event(self.now, self.tenant, line);
        Ok(self.transaction.append_audit(event).await?)
    }

    /// Commits everything.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        self.operator.author(self.action).use_claim(&self.transaction, self.now).await?;
        Ok(self.transaction.commit().await?)
    }
}
