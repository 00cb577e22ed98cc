//! Workspaces.

use domain::{
    audit::{AuditAction, Change},
    id::{ServiceId, WorkspaceId},
    name::{Name, Slug},
    page::Page,
    problem::Problem,
    service::{self, Service},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    view::{NewWorkspace, WorkspaceSummary},
    workspace::Workspace,
    workspace::WorkspacePath,
};

use crate::{Error, Operator, audit_line::Line, changes, error::Problems, permission::Action};

impl Operator {
    /// Returns the workspaces that the actor sees and whose name or slug contains the text, sorted by slug.
    pub async fn list_workspaces(&self, tenant: &Slug, search: &str, after: Option<Slug>) -> Result<Page<WorkspaceSummary>, Error> {
        let tenant = self.tenant_seen(tenant).await?.id;
        let among = self.workspaces_seen(tenant)?;
        Ok(self.control.store().tenant(tenant).list_workspaces(search, after.as_ref(), among.as_deref()).await?)
    }

    /// Returns a workspace.
    pub async fn load_workspace(&self, path: &WorkspacePath) -> Result<Workspace, Error> {
        Ok(self.read(Action::SeeWorkspaces, path).await?.workspace().clone())
    }

    /// Creates a workspace with the default services and settings, and with signing keys.
    pub async fn create_workspace(&self, tenant: &Slug, new: NewWorkspace) -> Result<Workspace, Error> {
        let permit = self.permit_in(Action::CreateWorkspace, tenant).await?;
        let tenant = permit.tenant().id;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&new.name));
        let slug = problems.take("slug", Slug::parse(&new.slug));
        let (Some(name), Some(slug)) = (name, slug) else { return Err(problems.into()) };

        let now = self.now();
        let workspace = Workspace {
            id: WorkspaceId::new(now, self.control.random_bytes()),
            tenant_id: tenant,
            slug,
            name,
            created_at: now,
            version: 1,
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
        };
        let services: Vec<_> = service::defaults()
            .into_iter()
            .filter_map(|(kind, name, scopes)| {
                let id = ServiceId::new(now, self.control.random_bytes());
                Some(Service { id, workspace_id: workspace.id, name: Name::parse(name).ok()?, kind, resource: None, scopes })
            })
            .collect();
        let first = [workspace.tokens.signing.id_token_signed_response_alg, workspace.tokens.signing.access_token_signing_alg];
        let keys = first.map(|algorithm| self.control.new_signing_key(workspace.id, algorithm));
        let keys = keys.into_iter().collect::<Result<Vec<_>, _>>()?;

        let write = self.begin_in(&permit).await?;
        write.transaction.tenant(tenant).insert_workspace(&workspace, &services, keys).await.map_err(Error::taken("slug"))?;
        write.audit(line(AuditAction::WorkspaceCreated, &workspace, Vec::new())).await?;
        write.commit().await?;
        Ok(workspace)
    }

    /// Deletes a workspace with everything in it: its clients, users, sessions and tokens. `name` is the workspace's name, typed to confirm.
    /// Its audit lines stay in the tenant's log.
    pub async fn delete_workspace(&self, path: &WorkspacePath, name: &str) -> Result<Workspace, Error> {
        let edit = self.edit_in(Action::DeleteWorkspace, path).await?;
        let (store, doomed) = (edit.store(), edit.workspace().clone());
        confirmed(&doomed.name, name)?;
        let live = store.count_live_families(edit.now).await?;
        let counts = [("clients", store.count_clients().await?), ("users", store.count_users().await?), ("active_refresh_tokens", live)];
        store.delete_workspace(edit.now).await?;
        edit.audit(line(AuditAction::WorkspaceDeleted, &doomed, changes::gone(&counts))).await?;
        edit.commit().await?;
        Ok(doomed)
    }

    /// Renames a workspace. Its slug stays, because tokens carry it.
    pub async fn rename_workspace(&self, path: &WorkspacePath, version: i64, name: &str) -> Result<Workspace, Error> {
        let edit = self.edit_workspace(Action::RenameWorkspace, path, version).await?;
        let before = &edit.before;
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        if name == before.name {
            return Ok(edit.before);
        }
        let changes = changes::one("name", &before.name, &name);
        let after = edit.store().update_workspace(&Workspace { name, ..before.clone() }).await?;
        edit.audit(line(AuditAction::WorkspaceUpdated, &after, changes)).await?;
        edit.commit().await?;
        Ok(after)
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
