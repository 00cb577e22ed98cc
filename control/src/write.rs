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

/// What a write holds beside the actor.
#[derive(Debug, Clone, Copy)]
enum Holding {
    /// Nothing.
    Nothing,
    /// A tenant, which is there until the end of it.
    Tenant(TenantId),
    /// What is in a tenant, or where none is named the whole installation's: it can be counted and compared, because nobody else writes in the tenant, or
    /// what is the installation's, before the end of it.
    Alone(Option<TenantId>),
}

impl Holding {
    fn of(tenant: Option<TenantId>) -> Self {
        tenant.map_or(Self::Nothing, Self::Tenant)
    }

    const fn tenant(self) -> Option<TenantId> {
        match self {
            Self::Nothing => None,
            Self::Tenant(tenant) => Some(tenant),
            Self::Alone(tenant) => tenant,
        }
    }
}

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
        self.start(Holding::Nothing, permit.action()).await
    }

    /// Begins a write in a tenant, which is there until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin`], and [`Error::NotFound`] where the tenant is gone.
    pub(crate) async fn begin_in(&self, permit: &TenantPermit) -> Result<Write<'_>, Error> {
        self.check_recent(Some(permit.action()))?;
        self.start(Holding::Tenant(permit.tenant().id), Some(permit.action())).await
    }

    /// Begins a write that relies on what else there is in its tenant: nobody else writes there before the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin_in`].
    pub(crate) async fn begin_alone_in(&self, permit: &TenantPermit) -> Result<Write<'_>, Error> {
        self.check_recent(Some(permit.action()))?;
        self.start(Holding::Alone(Some(permit.tenant().id)), Some(permit.action())).await
    }

    /// Begins a write at a level, whose tenant is there until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin_in`].
    pub(crate) async fn begin_at(&self, permit: &Permit, level: Level) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        self.start(Holding::of(level.tenant()), permit.action()).await
    }

    /// Begins the write that creates a tenant.
    pub(crate) async fn begin_tenant(&self, permit: &Permit, tenant: TenantId) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        Ok(Write { tenant: Some(tenant), ..self.start(Holding::Nothing, permit.action()).await? })
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
        let (write, held) = self.open(Holding::Nothing, action.into(), &[about]).await?;
        let found = the_one(held, about)?;
        permitted(&found)?;
        let tenant = found.grants.one_tenant();
        Ok((Write { tenant, ..write }, found))
    }

    /// Begins a write about an administrator at a level, whose tenant is there until the end of it. Returns how they are now.
    ///
    /// # Errors
    /// Those of [`Operator::begin_at`], and [`Error::NotFound`] where there is no such administrator.
    pub(crate) async fn begin_about_at(
        &self,
        permit: &Permit,
        level: Level,
        about: AdministratorId,
    ) -> Result<(Write<'_>, Administrator), Error> {
        self.check_recent(permit.action())?;
        let (write, held) = self.open(Holding::of(level.tenant()), permit.action(), &[about]).await?;
        let found = the_one(held, about)?;
        Ok((write, found))
    }

    /// Begins a write at a level that relies on what other administrators may do: they stay as they are until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin_at`].
    pub(crate) async fn begin_with(&self, permit: &Permit, level: Level, others: &[AdministratorId]) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        let (write, _) = self.open(Holding::of(level.tenant()), permit.action(), others).await?;
        Ok(write)
    }

    /// Begins a write that relies on what else there is in a tenant, or what else is the whole installation's where none is named, and on what other
    /// administrators may do: all of that stays as it is until the end of it.
    ///
    /// # Errors
    /// Those of [`Operator::begin_at`].
    pub(crate) async fn begin_alone_with(
        &self,
        permit: &Permit,
        tenant: Option<TenantId>,
        others: &[AdministratorId],
    ) -> Result<Write<'_>, Error> {
        self.check_recent(permit.action())?;
        let (write, _) = self.open(Holding::Alone(tenant), permit.action(), others).await?;
        Ok(write)
    }

    async fn start(&self, holding: Holding, action: Option<Action>) -> Result<Write<'_>, Error> {
        let (write, _) = self.open(holding, action, &[]).await?;
        Ok(write)
    }

    /// Begins a write that holds this, the actor and other administrators. Returns those of them that exist.
    async fn open(
        &self,
        holding: Holding,
        action: Option<Action>,
        others: &[AdministratorId],
    ) -> Result<(Write<'_>, Vec<Administrator>), Error> {
        let transaction = self.control.store().begin().await?;
        let write = Write { operator: self, tenant: holding.tenant(), transaction, now: self.now(), action };
        // Before the administrators: whoever deletes a tenant deletes those of its own.
        let there = match holding {
            Holding::Nothing => true,
            Holding::Tenant(tenant) => write.transaction.tenants().lock(tenant).await?,
            Holding::Alone(Some(tenant)) => write.transaction.tenants().lock_alone(tenant).await?,
            Holding::Alone(None) => {
                write.transaction.hold_installation().await?;
                true
            }
        };
        let held = write.hold(others).await?;
        if there { Ok((write, held)) } else { Err(Error::NotFound) }
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

/// Returns an administrator among those that a write holds.
fn the_one(held: Vec<Administrator>, about: AdministratorId) -> Result<Administrator, Error> {
    held.into_iter().find(|found| found.id == about).ok_or(Error::NotFound)
}
