//! API clients: clients of a tenant's system workspace that act at the admin API, each with a role at a level. Nobody makes one, or changes one,
//! that may do what they may not.

use domain::{
    api_client::ApiClient,
    api_scope::ApiScope,
    audit::AuditAction,
    client::{Client, ClientSettings, ClientStatus, ClientType},
    grant_type::GrantType,
    grants::{Grants, Level},
    id::{ClientId, ServiceId, WorkspaceId},
    in_force,
    name::{Name, Slug},
    problem::Problem,
    resource::Resource,
    role::RoleRef,
    scope::Scopes,
    secret::Secret,
    service::{Service, ServiceKind},
    settings::authorization::AuthorizationSettings,
    tenant::Tenant,
    view::{ApiClientRole, ApiClientView, LevelPath},
    workspace::{Workspace, WorkspacePath, WorkspaceSettings},
};
use engine::{random, storage::SealedSigningKey};
use store::{Reading, Transaction, WorkspaceStore, Writing};

use crate::{Error, Holder, Operator, changes, edit::Edit, new_workspace, permission::Action, services, workspaces, write::Write};

/// The most API clients of a tenant.
const MOST_API_CLIENTS: u32 = 100;
/// The name of a system workspace, and its slug where that is free.
const SYSTEM: (&str, &str) = ("System", "system");
/// The service of a system workspace that has the scopes of the admin API.
const SERVICE: &str = "Admin API";

/// The API client to create, as typed.
#[derive(Debug, Clone)]
pub struct TypedApiClient {
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: RoleRef,
    /// Where it gets the role: the tenant, or a part of it.
    pub at: LevelPath,
}

/// A new API client. Its secret is shown only once.
#[derive(Debug, Clone)]
pub struct NewApiClient {
    /// The client.
    pub client: ApiClientView,
    /// Its secret.
    pub secret: Secret<String>,
}

/// A system workspace that is new, with what belongs to it.
struct NewSystem {
    workspace: Workspace,
    services: Vec<Service>,
    keys: Vec<SealedSigningKey>,
}

impl Operator {
    /// Returns the API clients of a tenant, oldest first.
    pub async fn list_api_clients(&self, tenant: &Slug) -> Result<Vec<ApiClientView>, Error> {
        let tenant = self.permit_in(Action::SeeAdministrators, tenant).await?.into_tenant();
        let store = self.control.store();
        let Some(home) = store.tenant(tenant.id).system_workspace().await? else { return Ok(Vec::new()) };
        let mut views = Vec::new();
        for client in store.api_clients().list(home.id).await? {
            views.push(self.api_client_view(client, &tenant, &home.slug).await?);
        }
        Ok(views)
    }

    /// Returns an API client of a tenant.
    pub async fn load_api_client(&self, tenant: &Slug, id: ClientId) -> Result<ApiClientView, Error> {
        self.list_api_clients(tenant).await?.into_iter().find(|view| view.client.id == id).ok_or(Error::NotFound)
    }

    async fn api_client_view(&self, client: ApiClient, tenant: &Tenant, workspace: &Slug) -> Result<ApiClientView, Error> {
        Ok(ApiClientView {
            role_name: self.control.role_name(client.role).await?,
            level_name: self.name_of(client.level).await?,
            path: WorkspacePath::new(tenant.slug.clone(), workspace.clone()),
            missing_scopes: needed_by(&client.grants).difference(&client.scopes),
            client,
        })
    }

    /// Returns what a client of a workspace is at the admin API, as its page says it.
    pub(crate) async fn api_client_role(&self, store: &WorkspaceStore<'_, Reading>, id: ClientId) -> Result<Option<ApiClientRole>, Error> {
        let Some(client) = store.list_api_clients().await?.into_iter().find(|client| client.id == id) else { return Ok(None) };
        let words = if self.actor().may(Action::SeeAdministrators, Level::Tenant(client.tenant_id)) {
            Some(format!("{} of {}", self.control.role_name(client.role).await?, self.name_of(client.level).await?))
        } else {
            None
        };
        Ok(Some(ApiClientRole { words }))
    }

    /// Creates an API client in the tenant's system workspace, which is created with the first of them.
    ///
    /// # Errors
    /// [`Error::Beyond`] where the actor does not hold all that the role permits there.
    pub async fn create_api_client(&self, tenant: &Slug, typed: TypedApiClient) -> Result<NewApiClient, Error> {
        let permit = self.permit_in(Action::SetApiClients, tenant).await?;
        let TypedApiClient { name, role, at } = typed;
        let level = self.level(&at).await?;
        if !Level::Tenant(permit.tenant().id).contains(level) {
            return Err(Error::NotFound);
        }
        let name = Name::parse(&name).map_err(|error| Error::invalid("name", error))?;
        let place = self.name_of(level).await?;
        let home = self.control.store().tenant(permit.tenant().id).system_workspace().await?;
        // Its keys take a while to be made, and whoever else writes would wait for it.
        let new = if home.is_none() { Some(self.new_system(permit.tenant()).await?) } else { None };

        let write = self.begin_in(&permit).await?;
        let granted = write.grants_of(role, level).await?;
        if granted.grants.is_empty() {
            return Err(Error::invalid("role", Problem::UnknownValue));
        }
        self.check_covers(Action::SetApiClients, Holder::Role, &granted.grants)?;
        let Write { transaction, now, .. } = write;
        let slug = match (&home, &new) {
            (Some(home), _) => home.slug.clone(),
            (None, Some(system)) => self.write_system(&transaction, system).await?,
            (None, None) => return Err(Error::Stale),
        };
        let tenant = permit.into_tenant();
        let held = transaction.lock_workspace(tenant.id, &slug).await?.ok_or(Error::Stale)?;
        let edit = Edit::by(self.author(Action::SetApiClients), held, now, ());
        if edit.store().list_api_clients().await?.len() >= MOST_API_CLIENTS as usize {
            return Err(Error::invalid("name", Problem::TooMany { most: MOST_API_CLIENTS }));
        }
        self.keep_service(&edit).await?;

        let settings = ClientSettings { scopes: needed_by(&granted.grants), ..ClientSettings::defaults(name, ClientType::Service) };
        let client = Client {
            id: ClientId::new(now, self.control.random_bytes()),
            workspace_id: edit.workspace().id,
            created_at: now,
            version: 1,
            epoch: 0,
            document: None,
            registered_itself: false,
            status: ClientStatus::Active,
            settings,
        };
        let secret = random::new_secret(self.control.random());
        let told = [changes::one("role", "", &granted.of_place(&place)), changes::one("scopes", "", &client.settings.scopes)].concat();
        edit.write_new_client(&client, Some(&secret), told).await?;
        let api_client = ApiClient {
            id: client.id,
            name: client.settings.name.clone(),
            workspace_id: client.workspace_id,
            tenant_id: tenant.id,
            role,
            level,
            grants: granted.grants,
            scopes: client.settings.scopes.clone(),
            status: client.status,
            epoch: client.epoch,
            created_at: now,
        };
        edit.held().transaction().api_clients().insert(&api_client).await?;
        let tokens = &edit.workspace().tokens;
        edit.keep_keys_published(|algorithm| [0, in_force::signed_lifetime(algorithm, tokens, &client.settings)]).await?;
        edit.commit().await?;
        Ok(NewApiClient { client: self.api_client_view(api_client, &tenant, &slug).await?, secret })
    }

    /// Checks that the actor holds all that those API clients hold which are at a level of a workspace, or in it. Whoever changes something there
    /// could act as one of them: by a new secret, a disabled one's return, or another way in.
    ///
    /// # Errors
    /// [`Error::Beyond`] with what they lack, where they do not.
    pub(crate) async fn check_over_api_clients(
        &self,
        action: Action,
        store: &WorkspaceStore<'_, Writing>,
        level: Level,
    ) -> Result<(), Error> {
        let clients = store.list_api_clients().await?;
        let mut changed = clients.iter().filter(|client| level.contains(client.home()));
        changed.try_for_each(|client| self.check_covers(action, Holder::ApiClient, &client.grants))
    }

    /// Makes a system workspace: one without users, whose clients ask for themselves.
    async fn new_system(&self, tenant: &Tenant) -> Result<NewSystem, Error> {
        let (name, slug) = SYSTEM;
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        let store = self.control.store().tenant(tenant.id);
        let mut slugs = std::iter::once(slug.to_owned()).chain((2..=MOST_API_CLIENTS).map(|number| format!("{slug}-{number}")));
        let slug = loop {
            let slug = slugs.next().ok_or_else(|| Error::invalid("slug", Problem::Taken))?;
            let slug = Slug::parse(&slug).map_err(|error| Error::invalid("slug", error))?;
            if store.workspace(&slug).await?.is_none() {
                break slug;
            }
        };
        let authorization =
            AuthorizationSettings { grant_types: [GrantType::ClientCredentials].into(), ..AuthorizationSettings::default() };
        let settings = WorkspaceSettings { authorization, ..new_workspace::usual(name) };
        let (workspace, mut services) = self.new_workspace(tenant.id, slug, settings);
        services.push(self.service(workspace.id)?);
        let keys = self.first_signing_keys(&workspace)?;
        Ok(NewSystem { workspace, services, keys })
    }

    /// Writes a system workspace. Where somebody else was faster, nothing is written.
    async fn write_system(&self, transaction: &Transaction, system: &NewSystem) -> Result<Slug, Error> {
        let NewSystem { workspace, services, keys } = system;
        let faster = |error: store::Error| if matches!(error, store::Error::Conflict) { Error::Stale } else { error.into() };
        let store = transaction.tenant(workspace.tenant_id);
        store.insert_workspace(workspace, services, keys.clone()).await.map_err(faster)?;
        store.set_system_workspace(workspace.id).await.map_err(faster)?;
        let usual = new_workspace::usual(workspace.name.clone());
        let told = new_workspace::between(&usual, &workspace.settings())?;
        let line = workspaces::line(AuditAction::WorkspaceCreated, workspace, told);
        let event = self.author(Action::SetApiClients).audit_event(workspace.created_at, Some(workspace.tenant_id), line);
        transaction.append_audit(event).await?;
        Ok(workspace.slug.clone())
    }

    /// Brings the service of a system workspace to what this version of the admin API has, at the address that it has now.
    async fn keep_service(&self, edit: &Edit<'_, ()>) -> Result<(), Error> {
        let services = edit.store().list_services().await?;
        let wanted = self.service(edit.workspace().id)?;
        let found = services.iter().find(|service| service.kind == ServiceKind::Custom && service.name == wanted.name);
        let Some(found) = found else {
            services::check_new(&wanted, &services)?;
            return edit.write_new_service(&wanted).await;
        };
        let after = Service { resource: wanted.resource, scopes: wanted.scopes, ..found.clone() };
        if after != *found {
            services::check(found, &after, &services)?;
            edit.write_service(found, &after).await?;
            // What is about to be issued for the address was decided by the workspace in the version before.
            edit.store().update_workspace(edit.workspace()).await?;
        }
        Ok(())
    }

    /// The service with the scopes of the admin API.
    fn service(&self, workspace_id: WorkspaceId) -> Result<Service, Error> {
        Ok(Service {
            id: ServiceId::new(self.now(), self.control.random_bytes()),
            workspace_id,
            name: Name::parse(SERVICE).map_err(|error| Error::invalid("name", error))?,
            kind: ServiceKind::Custom,
            resource: Resource::parse(&self.control.admin_api()).ok(),
            scopes: ApiScope::of_service(),
            version: 1,
        })
    }
}

/// Returns the scopes of all that is granted.
fn needed_by(grants: &Grants) -> Scopes {
    ApiScope::needed_by(grants.iter().fold(<_>::default(), |all, grant| grant.actions.or(all)))
}
