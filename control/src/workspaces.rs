//! Workspaces.

use domain::{
    audit::{AuditAction, Change},
    name::{Name, Slug},
    page::{Page, Sorted},
    problem::Problem,
    sort::WorkspaceSort,
    view::{NamedWorkspace, WorkspaceSummary},
    workspace::{Workspace, WorkspacePath},
};

use crate::{Error, Operator, audit_line::Line, changes, edit::Edit, permission::Action, permit::level_of};

impl Operator {
    /// Returns the workspaces that the actor sees and whose name or slug contains each word of the text; sorted by slug, unless another order is
    /// asked for.
    pub async fn list_workspaces(
        &self,
        tenant: &Slug,
        search: &str,
        asked: impl Into<Sorted<Slug, WorkspaceSort>> + Send,
    ) -> Result<Page<WorkspaceSummary>, Error> {
        let asked = asked.into();
        let tenant = self.tenant_seen(tenant).await?.id;
        let among = self.workspaces_seen(tenant)?;
        Ok(self.control.store().tenant(tenant).list_workspaces(search, asked, among.as_deref()).await?)
    }

    /// Returns the names of those workspaces in which the actor may do something, and whose name or slug contains the text, sorted by slug. Whoever
    /// may only see what is in a workspace gets there by its name.
    pub async fn list_named_workspaces(
        &self,
        tenant: &Slug,
        search: &str,
        asked: impl Into<Sorted<Slug, WorkspaceSort>> + Send,
    ) -> Result<Page<NamedWorkspace>, Error> {
        let asked = asked.into();
        let tenant = self.tenant_seen(tenant).await?.id;
        let among = self.workspaces_known(tenant);
        let page = self.control.store().tenant(tenant).list_workspaces(search, asked, among.as_deref()).await?;
        Ok(page.map(|WorkspaceSummary { id, slug, name, .. }| NamedWorkspace { id, slug, name }))
    }

    /// Returns the name of a workspace of which the actor sees something.
    pub async fn name_workspace(&self, path: &WorkspacePath) -> Result<NamedWorkspace, Error> {
        let store = self.workspace_seen(path).await?;
        let Workspace { id, slug, name, .. } = store.workspace().clone();
        Ok(NamedWorkspace { id, slug, name })
    }

    /// Returns a workspace as it decides what its clients get, for whoever sees one of them: each is loaded with it, too.
    pub async fn load_workspace_of_clients(&self, path: &WorkspacePath) -> Result<Workspace, Error> {
        let store = self.workspace_seen(path).await?;
        self.clients_seen(level_of(&store))?;
        Ok(store.workspace().clone())
    }

    /// Returns a workspace.
    pub async fn load_workspace(&self, path: &WorkspacePath) -> Result<Workspace, Error> {
        Ok(self.read(Action::SeeWorkspaces, path).await?.workspace().clone())
    }

    /// Deletes a workspace with everything in it: its clients, users, sessions and tokens. `name` is the workspace's name, typed to confirm.
    /// Its audit lines stay in the tenant's log.
    pub async fn delete_workspace(&self, path: &WorkspacePath, name: &str) -> Result<Workspace, Error> {
        let edit = self.edit_in(Action::DeleteWorkspace, path).await?;
        confirmed(&edit.workspace().name, name)?;
        edit.delete().await
    }

    /// Deletes a workspace as [`Operator::delete_workspace`] does, in the version that was read.
    pub async fn delete_workspace_as_read(&self, path: &WorkspacePath, version: i64) -> Result<Workspace, Error> {
        self.edit_workspace(Action::DeleteWorkspace, path, version).await?.delete().await
    }
}

impl<T> Edit<'_, T> {
    /// Deletes the workspace.
    async fn delete(self) -> Result<Workspace, Error> {
        let (store, doomed) = (self.store(), self.workspace().clone());
        let live = store.count_live_families(self.now).await?;
        let counts = [("clients", store.count_clients().await?), ("users", store.count_users().await?), ("active_refresh_tokens", live)];
        store.delete_workspace(self.now).await?;
        self.audit(line(AuditAction::WorkspaceDeleted, &doomed, changes::gone(&counts))).await?;
        self.commit().await?;
        Ok(doomed)
    }
}

/// Checks that the name of what is to be deleted was typed.
pub(crate) fn confirmed(name: &Name, typed: &str) -> Result<(), Error> {
    if typed.trim() == name.as_str() { Ok(()) } else { Err(Error::invalid("name", Problem::OtherName)) }
}

/// Returns an audit line about a workspace.
pub(crate) fn line(action: AuditAction, workspace: &Workspace, changes: Vec<Change>) -> Line {
    Line { workspace: Some(workspace.id), action, target: workspace.name.to_string(), target_id: workspace.id.to_string(), changes }
}
