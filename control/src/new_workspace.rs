//! New workspaces.

use domain::{
    audit::{AuditAction, Change},
    clock::Timestamp,
    grants::Level,
    id::{ServiceId, TenantId, WorkspaceId},
    name::{Name, Slug},
    problem::Problem,
    service::{self, Service, ServiceKind},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    trusted_issuer::TrustedIssuers,
    view::{NewWorkspace, WorkspaceStart},
    workspace::{Workspace, WorkspacePath, WorkspaceSettings},
    workspace_template::{STANDARD, WorkspaceTemplate},
};

use engine::storage::SealedSigningKey;
use store::Transaction;

use crate::{
    Error, Operator, changes, details_types,
    error::Problems,
    offered_scopes,
    permission::Action,
    permit::{TenantPermit, level_of},
    pinned_documents, services,
    settings::{actions, changes_of, check_tokens},
    trusted_issuers,
    workspaces::line,
};

impl Operator {
    /// Creates a workspace with the default services and signing keys of its own. It starts with the default settings, with those of a template,
    /// or as a copy of another workspace: with its settings and services, and without its clients, users and keys. What differs from the default
    /// settings has to be permitted in the tenant, and what is copied to be seen.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a template or a workspace that there is not, by `template` or `copy_of`.
    pub async fn create_workspace(&self, tenant: &Slug, new: impl Into<(NewWorkspace, WorkspaceStart)> + Send) -> Result<Workspace, Error> {
        let (new, start) = new.into();
        let permit = self.permit_in(Action::CreateWorkspace, tenant).await?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&new.name));
        let slug = problems.take("slug", Slug::parse(&new.slug));
        let start = match self.start_of(tenant, &start).await {
            Err(Error::Invalid(found)) => {
                for at in found {
                    problems.note(at.field, at.problem);
                }
                None
            }
            start => Some(start?),
        };
        let (Some(name), Some(slug), Some(start)) = (name, slug, start) else { return Err(problems.into()) };
        self.make_workspace(&permit, slug, start.named(name)).await
    }

    /// Creates a workspace with these settings, with the default services and with signing keys. What differs from the default settings has to
    /// be permitted, too.
    pub async fn add_workspace(&self, tenant: &Slug, slug: Slug, settings: WorkspaceSettings) -> Result<Workspace, Error> {
        let permit = self.permit_in(Action::CreateWorkspace, tenant).await?;
        self.make_workspace(&permit, slug, Beginning { settings, services: Vec::new(), origin: Vec::new() }).await
    }

    /// Looks up what a workspace is to start with.
    async fn start_of(&self, tenant: &Slug, start: &WorkspaceStart) -> Result<Beginning, Error> {
        // It is named when it is known what it is called.
        let placeholder = || Name::parse("Workspace").map_err(Error::internal);
        let (settings, services, origin) = match start {
            WorkspaceStart::Usual => (usual(placeholder()?), Vec::new(), Vec::new()),
            WorkspaceStart::Template(name) => {
                let template = WorkspaceTemplate::find(name).ok_or_else(|| Error::invalid("template", Problem::UnknownValue))?;
                let origin = if template.name == STANDARD { Vec::new() } else { changes::one("template", "", name) };
                (template.settings(placeholder()?), Vec::new(), origin)
            }
            WorkspaceStart::CopyOf(slug) => {
                let unknown = |_| Error::invalid("copy_of", Problem::UnknownValue);
                let path = WorkspacePath::new(tenant.clone(), Slug::parse(slug).map_err(unknown)?);
                let store = match self.read(Action::SeeWorkspaces, &path).await {
                    Err(Error::NotFound) => return Err(Error::invalid("copy_of", Problem::UnknownValue)),
                    store => store?,
                };
                self.check(Action::SeeServices, level_of(&store))?;
                let services = store.list_services().await?;
                let own = services.into_iter().filter(|service| service.kind == ServiceKind::Custom).collect();
                // They are trusted for the clients of that workspace, and would sign in the users of this one.
                let mut settings = WorkspaceSettings { trusted_issuers: TrustedIssuers::none(), ..store.workspace().settings() };
                // They are its clients, and clients are not copied.
                settings.authorization.registration.pinned_client_documents.clear();
                (settings, own, changes::one("copy_of", "", slug))
            }
        };
        Ok(Beginning { settings, services, origin })
    }

    async fn make_workspace(&self, permit: &TenantPermit, slug: Slug, beginning: Beginning) -> Result<Workspace, Error> {
        let Beginning { settings, services: own, origin } = beginning;
        let (tenant, usual) = (permit.tenant().id, usual(settings.name.clone()));
        let of_services = own.iter().flat_map(|service| {
            let bare = services::bare(service);
            [Action::CreateService].into_iter().chain(services::actions(&bare, service).collect::<Vec<_>>())
        });
        for action in actions(&usual, &settings).chain(of_services) {
            self.check(action, Level::Tenant(tenant))?;
        }
        check_tokens(&settings.tokens)?;
        trusted_issuers::check_new(&settings.trusted_issuers, &own)?;
        // What is copied may name a scope that was there once, and a template names none of its own.
        let is_copy = !origin.is_empty();
        if !is_copy {
            offered_scopes::check(&usual, &settings, |scope| offered_scopes::is_usual_or_among(&own, scope))?;
        }
        let before = if is_copy { &settings.authorization } else { &usual.authorization };
        details_types::check(before, &settings.authorization).await?;
        pinned_documents::check_new(&self.control, (&settings.authorization, &settings.tokens), &own)?;
        let names: Vec<_> = own.iter().map(|service| service.name.as_str()).collect();
        let added = if names.is_empty() { Vec::new() } else { changes::one("services", "", &names.join(", ")) };
        let changes = [origin, between(&usual, &settings)?, added].concat();

        let (workspace, mut services) = self.new_workspace(tenant, slug, settings);
        services.extend(own.into_iter().map(|service| {
            let id = ServiceId::new(workspace.created_at, self.control.random_bytes());
            Service { id, workspace_id: workspace.id, version: 1, ..service }
        }));
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
        let WorkspaceSettings { name, authorization, tokens, sign_in, trusted_issuers } = settings;
        let id = WorkspaceId::new(now, self.control.random_bytes());
        let workspace =
            Workspace { id, tenant_id: tenant, slug, name, created_at: now, version: 1, authorization, tokens, sign_in, trusted_issuers };
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

/// What a workspace begins with.
struct Beginning {
    settings: WorkspaceSettings,
    /// Beside those that every workspace has.
    services: Vec<Service>,
    /// Where that comes from, for the audit line.
    origin: Vec<Change>,
}

impl Beginning {
    fn named(self, name: Name) -> Self {
        Self { settings: WorkspaceSettings { name, ..self.settings }, ..self }
    }
}

/// Returns what differs between the settings of workspaces, but for their names.
pub(crate) fn between(before: &WorkspaceSettings, after: &WorkspaceSettings) -> Result<Vec<Change>, Error> {
    let parts = [
        changes_of(&before.authorization, &after.authorization)?,
        changes::between(&before.tokens, &after.tokens)?,
        changes::between(&before.sign_in, &after.sign_in)?,
        trusted_issuers::between(&before.trusted_issuers, &after.trusted_issuers)?,
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
        trusted_issuers: TrustedIssuers::none(),
    }
}
