//! Permission to do one thing. Only a check against what the actor holds makes a permit, and nothing is written without one.

use domain::{
    administrator::Invitation,
    grants::{Grants, Level},
    id::{ClientId, FamilyId, TenantId, TokenEventId, UserId, WorkspaceId},
    name::Slug,
    permission::{Action, Extent},
    tenant::Tenant,
    workspace::WorkspacePath,
};
use store::{Access, Reading, Store, WorkspaceStore};

use crate::{
    Error, Holder,
    operator::{Actor, Operator},
};

/// Permission to do one thing, in the installation or at a level of it.
#[must_use = "a permit is what a write begins with"]
pub(crate) struct Permit(Option<Action>);

impl Permit {
    /// Permission to accept an invitation, for whoever has its token. The write that takes it looks whether it still stands.
    pub(crate) const fn of_invitation(_: &Invitation) -> Self {
        Self(None)
    }

    /// What is permitted; none for what no role permits.
    pub(crate) const fn action(&self) -> Option<Action> {
        self.0
    }
}

/// Permission to do one thing in a tenant, or in a part of it.
#[must_use = "a permit is what a write begins with"]
pub(crate) struct TenantPermit {
    tenant: Tenant,
    action: Action,
    level: Level,
}

impl TenantPermit {
    /// The tenant that it is for.
    pub(crate) const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// What is permitted.
    pub(crate) const fn action(&self) -> Action {
        self.action
    }

    /// The tenant, or the part of it that it is for.
    pub(crate) const fn level(&self) -> Level {
        self.level
    }

    pub(crate) fn into_tenant(self) -> Tenant {
        self.tenant
    }
}

/// Where in a workspace something is done.
pub(crate) trait Place: Copy {
    /// Returns the level at which it has to be permitted.
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error>;
}

/// Returns the level of a workspace.
pub(crate) fn level_of<C: Access>(store: &WorkspaceStore<'_, C>) -> Level {
    Level::Workspace(store.workspace().tenant_id, store.workspace().id)
}

/// The workspace itself.
impl Place for () {
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error> {
        Ok(level_of(store))
    }
}

impl Place for ClientId {
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error> {
        Ok(Level::Client(store.workspace().tenant_id, store.workspace().id, self))
    }
}

/// A client, or the workspace where none is named.
impl Place for Option<ClientId> {
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error> {
        match self {
            Some(client) => client.level(store).await,
            None => ().level(store).await,
        }
    }
}

/// A user is the whole workspace's.
impl Place for UserId {
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error> {
        ().level(store).await
    }
}

/// A family is its client's.
impl Place for FamilyId {
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error> {
        store.find_family(self).await?.map(|family| family.client_id).level(store).await
    }
}

/// A reuse, by its event, is its client's.
impl Place for TokenEventId {
    async fn level(self, store: &WorkspaceStore<'_, Reading>) -> Result<Level, Error> {
        store.find_reuse(self).await?.map(|line| line.reuse.client_id).level(store).await
    }
}

impl Operator {
    /// Checks that the actor may do this at a level.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the actor does not see the level; [`Error::Forbidden`] where they may not do it there.
    pub(crate) fn check(&self, action: Action, at: Level) -> Result<(), Error> {
        match () {
            () if self.actor.may(action, at) => Ok(()),
            () if self.actor.sees(at) => Err(Error::Forbidden(action)),
            () => Err(Error::NotFound),
        }
    }

    /// Checks that the actor, who may do this, may do all that is permitted to what it is done to: nobody gets by it what they do not hold.
    ///
    /// # Errors
    /// [`Error::Beyond`] where they may not.
    pub(crate) fn check_covers(&self, action: Action, holder: Holder, others: &Grants) -> Result<(), Error> {
        match self.actor.lacks(others) {
            None => Ok(()),
            Some(missing) => Err(Error::Beyond { action, missing, holder }),
        }
    }

    /// Checks that the actor signed in lately or confirmed that it is they, if what they do is dangerous: whoever finds a browser that somebody
    /// else signed in with does not get far.
    ///
    /// # Errors
    /// [`Error::Unconfirmed`] where they have not.
    pub(crate) fn check_recent(&self, action: Option<Action>) -> Result<(), Error> {
        if action.is_some_and(Action::is_dangerous) { self.check_confirmed() } else { Ok(()) }
    }

    /// Checks that the actor signed in lately or confirmed that it is they.
    ///
    /// # Errors
    /// [`Error::Unconfirmed`] where they have not.
    pub(crate) fn check_confirmed(&self) -> Result<(), Error> {
        match &self.actor {
            Actor::Administrator(_, credential) if credential.is_stale() => Err(Error::Unconfirmed),
            _ => Ok(()),
        }
    }

    /// Checks that the actor may do this at a level, for a write there.
    ///
    /// # Errors
    /// Those of [`Operator::check`].
    pub(crate) fn permit_level(&self, action: Action, at: Level) -> Result<Permit, Error> {
        self.check(action, at).map(|()| Permit(Some(action)))
    }

    /// Checks that the actor may do this in the whole installation.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where they may not.
    pub(crate) fn permit(&self, action: Action) -> Result<Permit, Error> {
        if self.actor.may(action, Level::Installation) { Ok(Permit(Some(action))) } else { Err(Error::Forbidden(action)) }
    }

    /// Returns the tenant with this slug.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or the actor sees nothing of it.
    pub(crate) async fn tenant_seen(&self, slug: &Slug) -> Result<Tenant, Error> {
        let tenant = self.control.store().tenants().find_by_slug(slug).await?;
        tenant.filter(|tenant| self.actor.sees(Level::Tenant(tenant.id))).ok_or(Error::NotFound)
    }

    /// Checks that the actor may do this in a tenant.
    ///
    /// # Errors
    /// Those of [`Operator::tenant_seen`] and [`Operator::check`].
    pub(crate) async fn permit_in(&self, action: Action, tenant: &Slug) -> Result<TenantPermit, Error> {
        let tenant = self.tenant_seen(tenant).await?;
        let level = Level::Tenant(tenant.id);
        self.check(action, level)?;
        Ok(TenantPermit { tenant, action, level })
    }

    /// Checks that the actor may do this at a place in a workspace. Returns the workspace, for reading, with the permit.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such tenant or workspace, or the actor may not know of it; [`Error::Forbidden`] where they may not do
    /// this.
    pub(crate) async fn permit_at(
        &self,
        action: Action,
        path: &WorkspacePath,
        place: impl Place,
    ) -> Result<(TenantPermit, WorkspaceStore<'_, Reading>), Error> {
        let (tenant, store) = self.workspace_of(path).await?;
        let level = place.level(&store).await?;
        self.check(action, level)?;
        Ok((TenantPermit { tenant, action, level }, store))
    }

    /// Checks that the actor may do this in a workspace, or to a client in it, before anything else is said about what they sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such tenant or workspace, or the actor may not know of it; [`Error::Forbidden`] where they may not do
    /// this.
    pub async fn check_permitted(&self, action: Action, path: &WorkspacePath, client: Option<ClientId>) -> Result<(), Error> {
        self.permit_at(action, path, client).await.map(drop)
    }

    async fn workspace_of(&self, path: &WorkspacePath) -> Result<(Tenant, WorkspaceStore<'_, Reading>), Error> {
        let tenant = self.tenant_seen(&path.tenant).await?;
        let store = self.control.store().tenant(tenant.id).workspace(&path.workspace).await?.ok_or(Error::NotFound)?;
        Ok((tenant, store))
    }

    /// Returns a workspace of which the actor sees something, for reading.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or the actor sees nothing of it.
    pub(crate) async fn workspace_seen(&self, path: &WorkspacePath) -> Result<WorkspaceStore<'_, Reading>, Error> {
        let (_, store) = self.workspace_of(path).await?;
        if self.actor.sees(level_of(&store)) { Ok(store) } else { Err(Error::NotFound) }
    }

    /// Returns the workspaces of a tenant that the actor sees; none where it is all of them.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may see none.
    pub(crate) fn workspaces_seen(&self, tenant: TenantId) -> Result<Option<Vec<WorkspaceId>>, Error> {
        let all = Level::Tenant(tenant);
        self.seen(Action::SeeWorkspaces, all, self.actor.levels_within(all).filter_map(Level::workspace).collect())
    }

    /// Returns the workspaces of a tenant in which the actor may do something; none where it is all of them.
    pub(crate) fn workspaces_known(&self, tenant: TenantId) -> Option<Vec<WorkspaceId>> {
        let all = Level::Tenant(tenant);
        // What reaches further is done to the tenant, and not in its workspaces.
        let everywhere = Action::ALL.iter().any(|action| action.extent() <= Extent::Workspace && self.actor.may(*action, all));
        (!everywhere).then(|| self.actor.levels_within(all).filter_map(Level::workspace).collect())
    }

    /// Returns the clients of a workspace that the actor sees; none where it is all of them.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where the actor may see none.
    pub(crate) fn clients_seen(&self, workspace: Level) -> Result<Option<Vec<ClientId>>, Error> {
        let clients = self.actor.levels_within(workspace).filter(|level| self.actor.may(Action::SeeClients, *level));
        self.seen(Action::SeeClients, workspace, clients.filter_map(Level::client).collect())
    }

    fn seen<T>(&self, action: Action, all: Level, some: Vec<T>) -> Result<Option<Vec<T>>, Error> {
        match self.check(action, all) {
            Ok(()) => Ok(None),
            Err(error) if some.is_empty() => Err(error),
            Err(_) => Ok(Some(some)),
        }
    }

    /// The installation, for reading.
    ///
    /// # Errors
    /// Those of [`Operator::permit`].
    pub(crate) fn read_installation(&self, action: Action) -> Result<&Store, Error> {
        let Permit(_) = self.permit(action)?;
        Ok(self.control.store())
    }

    /// A workspace, for reading.
    ///
    /// # Errors
    /// Those of [`Operator::permit_at`].
    pub(crate) async fn read(&self, action: Action, path: &WorkspacePath) -> Result<WorkspaceStore<'_, Reading>, Error> {
        self.read_at(action, path, ()).await
    }

    /// A workspace, for reading what concerns a place in it.
    ///
    /// # Errors
    /// Those of [`Operator::permit_at`].
    pub(crate) async fn read_at(
        &self,
        action: Action,
        path: &WorkspacePath,
        place: impl Place,
    ) -> Result<WorkspaceStore<'_, Reading>, Error> {
        let (_, store) = self.permit_at(action, path, place).await?;
        Ok(store)
    }
}
