//! New workspaces.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    grants::Level,
    id::{ServiceId, TenantId, WorkspaceId},
    name::{Name, Slug},
    service::{self, Service},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    view::NewWorkspace,
    workspace::{Workspace, WorkspaceSettings},
};

use engine::storage::SealedSigningKey;
use store::Transaction;

use crate::{
    Error, Operator, changes,
    error::Problems,
    permission::Action,
    permit::TenantPermit,
    settings::{actions, check_tokens},
    workspaces::line,
};

impl Operator {
    /// Creates a workspace with the default services and settings, and with signing keys.
    pub async fn create_workspace(&self, tenant: &Slug, new: NewWorkspace) -> Result<Workspace, Error> {
        let permit = self.permit_in(Action::CreateWorkspace, tenant).await?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&new.name));
        let slug = problems.take("slug", Slug::parse(&new.slug));
        let (Some(name), Some(slug)) = (name, slug) else { return Err(problems.into()) };
        self.make_workspace(&permit, slug, usual(name)).await
    }

    /// Creates a workspace with these settings, with the default services and with signing keys. What differs from the default settings has to
    /// be permitted, too.
    pub async fn add_workspace(&self, tenant: &Slug, slug: Slug, settings: WorkspaceSettings) -> Result<Workspace, Error> {
        let permit = self.permit_in(Action::CreateWorkspace, tenant).await?;
        self.make_workspace(&permit, slug, settings).await
    }

    async fn make_workspace(&self, permit: &TenantPermit, slug: Slug, settings: WorkspaceSettings) -> Result<Workspace, Error> {
        let (tenant, usual) = (permit.tenant().id, usual(settings.name.clone()));
        for action in actions(&usual, &settings) {
            self.check(action, Level::Tenant(tenant))?;
        }
        check_tokens(&settings.tokens)?;
        let changes = between(&usual, &settings)?;

        let (workspace, services) = self.new_workspace(tenant, slug, settings);
        // They take a while to be made, and whoever else writes would wait for it.
        let keys = self.first_signing_keys(&workspace)?;
        let write = self.begin_in(permit).await?;
        self.write_new_workspace(&write.transaction, write.now, &workspace, &services, keys, changes).await?;
        write.commit().await?;
        Ok(workspace)
    }

    /// Returns a workspace that is new, and the services that it starts with.
    pub(crate) fn new_workspace(&self, tenant: TenantId, slug: Slug, settings: WorkspaceSettings) -> (Workspace, Vec<Service>) {
        let now = self.now();
        let WorkspaceSettings { name, authorization, tokens, sign_in } = settings;
        let id = WorkspaceId::new(now, self.control.random_bytes());
        let workspace = Workspace { id, tenant_id: tenant, slug, name, created_at: now, version: 1, authorization, tokens, sign_in };
        let services = service::defaults().into_iter().filter_map(|(kind, name, scopes)| {
            let id = ServiceId::new(now, self.control.random_bytes());
            Some(Service { id, workspace_id: workspace.id, name: Name::parse(name).ok()?, kind, resource: None, scopes, version: 1 })
        });
        let services = services.collect();
        (workspace, services)
    }

    /// Makes the signing keys that a workspace starts with.
    pub(crate) fn first_signing_keys(&self, workspace: &Workspace) -> Result<Vec<SealedSigningKey>, Error> {
        let signing = &workspace.tokens.signing;
        let mut first = vec![signing.id_token_signed_response_alg];
        first.extend(Some(signing.access_token_signing_alg).filter(|algorithm| !first.contains(algorithm)));
        first.iter().map(|algorithm| self.control.new_signing_key(workspace.id, *algorithm)).collect()
    }

    /// Writes a workspace that is new, with its services and signing keys.
    pub(crate) async fn write_new_workspace(
        &self,
        transaction: &Transaction,
        now: Timestamp,
        workspace: &Workspace,
        services: &[Service],
        keys: Vec<SealedSigningKey>,
        changes: Vec<Change>,
    ) -> Result<(), Error> {
        let tenant = workspace.tenant_id;
        transaction.tenant(tenant).insert_workspace(workspace, services, keys).await.map_err(Error::taken("slug"))?;
        let line = line(AuditAction::WorkspaceCreated, workspace, changes);
        Ok(transaction.append_audit(self.author(Action::CreateWorkspace).audit_event(now, Some(tenant), line)).await?)
    }
}

/// Returns what differs between the settings of workspaces, but for their names.
pub(crate) fn between(before: &WorkspaceSettings, after: &WorkspaceSettings) -> Result<Vec<Change>, Error> {
    let parts = [
        changes::between(&before.authorization, &after.authorization)?,
        changes::between(&before.tokens, &after.tokens)?,
        changes::between(&before.sign_in, &after.sign_in)?,
    ];
    Ok(parts.concat())
}

/// Returns what a new workspace is set to.
pub(crate) fn usual(name: Name) -> WorkspaceSettings {
    WorkspaceSettings {
        name,
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
    }
}
