//! New workspaces.

use domain::{
    audit::AuditAction,
    grants::Level,
    id::{ServiceId, WorkspaceId},
    name::{Name, Slug},
    service::{self, Service},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    view::NewWorkspace,
    workspace::{Workspace, WorkspaceSettings},
};

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
        let changes = [
            changes::between(&usual.authorization, &settings.authorization)?,
            changes::between(&usual.tokens, &settings.tokens)?,
            changes::between(&usual.sign_in, &settings.sign_in)?,
        ];

        let now = self.now();
        let WorkspaceSettings { name, authorization, tokens, sign_in } = settings;
        let id = WorkspaceId::new(now, self.control.random_bytes());
        let workspace = Workspace { id, tenant_id: tenant, slug, name, created_at: now, version: 1, authorization, tokens, sign_in };
        let services: Vec<_> = service::defaults()
            .into_iter()
            .filter_map(|(kind, name, scopes)| {
                let id = ServiceId::new(now, self.control.random_bytes());
                Some(Service { id, workspace_id: workspace.id, name: Name::parse(name).ok()?, kind, resource: None, scopes, version: 1 })
            })
            .collect();
        let signing = &workspace.tokens.signing;
        let mut first = vec![signing.id_token_signed_response_alg];
        first.extend(Some(signing.access_token_signing_alg).filter(|algorithm| !first.contains(algorithm)));
        let keys = first.iter().map(|algorithm| self.control.new_signing_key(workspace.id, *algorithm));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;

        let write = self.begin_in(permit).await?;
        write.transaction.tenant(tenant).insert_workspace(&workspace, &services, keys).await.map_err(Error::taken("slug"))?;
        write.audit(line(AuditAction::WorkspaceCreated, &workspace, changes.concat())).await?;
        write.commit().await?;
        Ok(workspace)
    }
}

/// Returns what a new workspace is set to.
fn usual(name: Name) -> WorkspaceSettings {
    WorkspaceSettings {
        name,
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
    }
}
