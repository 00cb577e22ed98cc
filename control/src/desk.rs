//! The control plane, and whoever stands at it.

use std::{fmt, sync::Arc};

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{ActorKind, AuditAction, AuditEvent, Change},
    clock::{Clock, Timestamp},
    id::{AdministratorId, ApiTokenId, AuditEventId, TenantId, WorkspaceId},
    name::Slug,
    secret::Secret,
    tenant::Tenant,
    user::check_new_password,
    workspace::Workspace,
    workspace::WorkspacePath,
};
use engine::{
    Door, Engine, Realm,
    gate::Gate,
    keys::KeyRing,
    password::Lane,
    random::{self, Random},
    storage::SecretHash,
};
use store::{EngineStorage, Reading, Store, Transaction, WorkspaceStore, Writing};
use url::Url;

use crate::{
    Error,
    permission::{Action, Extent},
};

/// The control plane. A clone is another handle to the same one.
#[derive(Clone)]
pub struct Control {
    inner: Arc<Inner>,
    gate: Gate,
}

struct Inner {
    store: Store,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    base_url: Url,
    engine: Engine<EngineStorage>,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Control(…)")
    }
}

/// What an administrator acts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A session at the console, by what is stored of its cookie.
    Session(SecretHash),
    /// A token for the admin API.
    ApiToken(ApiTokenId),
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Actor {
    /// An administrator who is signed in, or whose program asks.
    Administrator(Administrator, Credential),
    /// Whoever may run `regrant` on the machine.
    CommandLine,
}

impl Actor {
    /// Does this tenant exist for them?
    pub fn sees(&self, tenant: TenantId) -> bool {
        match self {
            Self::Administrator(administrator, _) => administrator.tenant_id.is_none_or(|own| own == tenant),
            Self::CommandLine => true,
        }
    }

    /// May they do this, where they see what it is done to?
    pub fn may(&self, action: Action) -> bool {
        match self {
            Self::Administrator(administrator, _) => {
                let reaches = administrator.tenant_id.is_none() || action.extent() == Extent::Tenant;
                reaches && administrator.role >= action.role()
            }
            Self::CommandLine => true,
        }
    }

    /// How audit lines name them.
    pub(crate) fn signature(&self) -> (ActorKind, &str) {
        match self {
            Self::Administrator(administrator, _) => (ActorKind::Administrator, administrator.email.as_str()),
            Self::CommandLine => (ActorKind::CommandLine, "command line"),
        }
    }
}

impl Control {
    /// A control plane over these. The base URL is what every issuer begins with.
    pub fn new(store: Store, keys: KeyRing, clock: Arc<dyn Clock>, random: Arc<dyn Random>, base_url: Url) -> Self {
        // It answers questions here; the protocol has one of its own.
        let storage = EngineStorage::new(store.clone());
        let engine = Engine::new(storage, keys.clone(), Arc::clone(&clock), Arc::clone(&random), &base_url);
        Self { inner: Arc::new(Inner { store, keys, clock, random, base_url, engine }), gate: Gate::default() }
    }

    /// The same control plane, whose administrators come in by this gate: a process has one, so that its bounds hold for all that it does.
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// The control plane in the name of somebody.
    pub fn acting_as(&self, actor: Actor) -> Desk {
        Desk { control: self.clone(), actor }
    }

    pub(crate) const fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.inner.keys
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.inner.random
    }

    pub(crate) fn random_bytes(&self) -> [u8; 10] {
        random::bytes(self.random())
    }

    pub(crate) fn engine(&self) -> &Engine<EngineStorage> {
        &self.inner.engine
    }

    /// A workspace as the engine sees it.
    pub(crate) fn realm(&self, tenant: &Slug, workspace: Workspace) -> Realm {
        Realm { issuer: engine::issuer(self.base_url(), tenant, &workspace.slug), workspace, tenant: tenant.clone() }
    }

    pub(crate) fn base_url(&self) -> &Url {
        &self.inner.base_url
    }

    /// The hash of a new password.
    pub(crate) async fn hash_password(&self, door: Door, password: String) -> Result<String, Error> {
        Ok(self.gate.passwords().hash(Lane { door, network: None }, Secret::new(password), self.random()).await?)
    }

    pub(crate) fn audit_event(&self, by: (ActorKind, &str), now: Timestamp, tenant_id: Option<TenantId>, line: Line) -> AuditEvent {
        let (actor_kind, actor) = by;
        AuditEvent {
            id: AuditEventId::new(now, self.random_bytes()),
            tenant_id,
            workspace_id: line.workspace,
            at: now,
            actor_kind,
            actor: actor.to_owned(),
            action: line.action,
            target: line.target,
            target_id: line.target_id,
            changes: line.changes,
        }
    }
}

/// Checks a new password of the field `password`.
pub(crate) fn checked_password(password: &str) -> Result<String, Error> {
    check_new_password(password).map_err(|error| Error::invalid("password", error))?;
    Ok(password.to_owned())
}

/// What an audit line says beyond who and when.
pub(crate) struct Line {
    pub(crate) workspace: Option<WorkspaceId>,
    pub(crate) action: AuditAction,
    pub(crate) target: String,
    pub(crate) target_id: String,
    pub(crate) changes: Vec<Change>,
}

/// The control plane in the name of somebody: every use case is a method of it.
#[derive(Debug, Clone)]
pub struct Desk {
    pub(crate) control: Control,
    pub(crate) actor: Actor,
}

impl Desk {
    /// Who asks.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.control.now()
    }

    /// Nothing where whoever asks may do this.
    pub(crate) fn check(&self, action: Action) -> Result<(), Error> {
        if self.actor.may(action) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The tenant at this address, where whoever asks sees it and may do this there. What they do not see is not there.
    pub(crate) async fn tenant(&self, action: Action, slug: &Slug) -> Result<Tenant, Error> {
        let tenant = self.control.store().tenants().find_by_slug(slug).await?;
        let tenant = tenant.filter(|tenant| self.actor.sees(tenant.id)).ok_or(Error::NotFound)?;
        self.check(action)?;
        Ok(tenant)
    }

    /// The workspace at this address, for reading.
    pub(crate) async fn workspace(&self, action: Action, path: &WorkspacePath) -> Result<WorkspaceStore<'_, Reading>, Error> {
        let tenant = self.tenant(action, &path.tenant).await?;
        self.control.store().tenant(tenant.id).workspace(&path.workspace).await?.ok_or(Error::NotFound)
    }

    /// Begins a write in a tenant.
    pub(crate) async fn write(&self, action: Action, tenant: &Slug) -> Result<Write<'_>, Error> {
        let tenant = self.tenant(action, tenant).await?;
        self.begin(Some(tenant.id)).await
    }

    /// Begins a write, in a tenant or the installation; only after it was checked that whoever asks may make it.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where they may not any more: disabled, in another role, or without the session or token that they ask by. Until
    /// the end of the write they stay as they are.
    pub(crate) async fn begin(&self, tenant: Option<TenantId>) -> Result<Write<'_>, Error> {
        let write = Write { desk: self, tenant, transaction: self.control.store().begin().await?, now: self.now() };
        self.hold(&write, None).await?;
        if let Some(tenant) = tenant
            && !write.transaction.tenants().hold(tenant).await?
        {
            return Err(Error::NotFound);
        }
        Ok(write)
    }

    /// Begins the write that makes a tenant.
    pub(crate) async fn begin_tenant(&self, tenant: TenantId) -> Result<Write<'_>, Error> {
        Ok(Write { tenant: Some(tenant), ..self.begin(None).await? })
    }

    /// Begins a write about an administrator, whom nobody else changes before the end of it. Returns how they are now.
    pub(crate) async fn begin_about(&self, about: &Administrator) -> Result<(Write<'_>, Administrator), Error> {
        let write = Write { desk: self, tenant: about.tenant_id, transaction: self.control.store().begin().await?, now: self.now() };
        let found = self.hold(&write, Some(about.id)).await?.ok_or(Error::NotFound)?;
        Ok((write, found))
    }

    /// Holds whoever asks to what they were when they were found, and another administrator beside them, who is returned.
    async fn hold(&self, write: &Write<'_>, about: Option<AdministratorId>) -> Result<Option<Administrator>, Error> {
        let own = match &self.actor {
            Actor::Administrator(own, _) => Some(own.id),
            Actor::CommandLine => None,
        };
        let Some(first) = own.or(about) else { return Ok(None) };
        let administrators = write.transaction.administrators();
        let held = administrators.hold(&[first, about.unwrap_or(first)]).await?;
        if let Actor::Administrator(own, credential) = &self.actor {
            let now = held.iter().find(|found| found.id == own.id).filter(|now| now.status == AdministratorStatus::Active);
            let stands = match credential {
                Credential::Session(hash) => {
                    now.is_some_and(|now| now.epoch == own.epoch) && administrators.hold_session(hash, write.now).await?
                }
                Credential::ApiToken(id) => administrators.hold_api_token(*id, write.now).await?,
            };
            if !stands || now.is_none_or(|now| (now.role, now.tenant_id) != (own.role, own.tenant_id)) {
                return Err(Error::SignedOut);
            }
        }
        Ok(held.into_iter().find(|found| Some(found.id) == about))
    }
}

/// A use case that writes: one transaction, one point in time, and its audit lines.
pub(crate) struct Write<'a> {
    desk: &'a Desk,
    tenant: Option<TenantId>,
    pub(crate) transaction: Transaction,
    pub(crate) now: Timestamp,
}

impl Write<'_> {
    /// The workspace at this address, which nobody else changes before the end of this write.
    pub(crate) async fn workspace(&self, slug: &Slug) -> Result<WorkspaceStore<'_, Writing>, Error> {
        let tenant = self.tenant.ok_or(Error::NotFound)?;
        self.transaction.tenant(tenant).workspace(slug).await?.ok_or(Error::NotFound)
    }

    /// Writes an audit line.
    pub(crate) async fn audit(&self, line: Line) -> Result<(), Error> {
        let event = self.desk.control.audit_event(self.desk.actor.signature(), self.now, self.tenant, line);
        Ok(self.transaction.append_audit(event).await?)
    }

    /// Makes it so.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        Ok(self.transaction.commit().await?)
    }
}

/// Nothing where what was read is still in force.
pub(crate) fn fresh(in_force: i64, read: i64) -> Result<(), Error> {
    if in_force == read { Ok(()) } else { Err(Error::Stale) }
}
