//! The setup of `regrant demo`, so that a newcomer has something to look at and to try. It does what an administrator would do, through
//! the control plane, and nothing twice: what exists already stays as it is.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use cli::{failure::Failure, sign_in_link::sign_in_link};
use control::{Actor, Error, NewAdministrator, Operator, SavedClient};
use domain::{
    client::{Client, ClientSettings, ClientType},
    client_secret::KeepPrevious,
    description::Description,
    grant_type::GrantType,
    id::ClientId,
    name::{Name, Slug},
    policy::RetryWindow,
    problem::Problem,
    redirect_uri::RedirectUri,
    role::BuiltInRole,
    scope::{self, Scope, Scopes},
    secret::Secret,
    service::ServiceScope,
    view::{LevelPath, NewUser, NewWorkspace},
    workspace::WorkspacePath,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::installation::{Installation, OpenError, private_file};

const TENANT: &str = "demo";
const WORKSPACE: &str = "shop";
const ADMINISTRATOR: &str = "admin@example.com";
/// Known to everyone, which is why a demonstration is for loopback only.
const USERS: [(&str, &str, &str); 2] =
    [("alice@example.com", "Alice Example", "alice-likes-tokens"), ("bob@example.com", "Bob Example", "bob-likes-tokens-too")];
const SHOP: &str = "Demo shop";
const API: &str = "API";
/// The service that the API is.
const ORDERS: &str = "Orders";
/// The retry window of the demonstration application, in seconds.
const RETRY_WINDOW: i64 = 5;
/// Where the README's walk with curl is sent back to.
const README_CALLBACK: &str = "http://127.0.0.1:8099/callback";

/// A demonstration that is set up.
pub(super) struct Demonstration {
    pub(super) credentials: Credentials,
    console: String,
    sign_in: String,
    application: Url,
    /// The directory that mail is written to, in place of being sent.
    mail: Option<PathBuf>,
    /// How the command line is called on it.
    command: String,
}

/// What the demonstration application and a first walk with curl need to know. Written into a file of its own, because the database
/// does not hold a secret in usable form.
#[derive(Serialize, Deserialize)]
pub(super) struct Credentials {
    issuer: Url,
    client_id: ClientId,
    client_secret: String,
    api_client_id: ClientId,
    api_client_secret: String,
}

impl Credentials {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |source| Failure::File { path: path.to_owned(), source };
        let text = fs::read_to_string(path).map_err(failed)?;
        serde_json::from_str(&text).map_err(|error| failed(error.into()))
    }

    fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |source| Failure::File { path: path.to_owned(), source };
        let text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        private_file::replace(path, &format!("{text}\n")).map_err(failed)
    }

    /// What the demonstration application runs with.
    pub(super) fn for_the_application(&self, listen: SocketAddr) -> Result<::demo::Configuration, Failure> {
        Ok(::demo::Configuration {
            issuer: self.issuer.clone(),
            client_id: self.client_id.to_string(),
            client_secret: Secret::new(self.client_secret.clone()),
            public_url: address(&format!("http://{listen}"))?,
            api: Some(::demo::ApiClient {
                client_id: self.api_client_id.to_string(),
                client_secret: Secret::new(self.api_client_secret.clone()),
            }),
        })
    }
}

/// Where the file is.
fn credentials_path(installation: &Installation) -> PathBuf {
    installation.configuration.data_dir.join("demo-app.json")
}

fn address(text: &str) -> Result<Url, Failure> {
    text.parse().map_err(|_| Failure::Address(text.to_owned()))
}

impl Demonstration {
    /// Refuses the database of an installation, which would have users then whose passwords everybody knows.
    pub(super) async fn check(installation: &Installation) -> Result<(), Failure> {
        let store = &installation.store;
        if store.applied_migrations().await.map_err(OpenError::from)?.is_empty() {
            return Ok(());
        }
        let operator = installation.control().acting_as(Actor::CommandLine);
        let tenants = operator.list_tenants().await?;
        let is_ours = tenants.iter().any(|tenant| tenant.slug.as_str() == TENANT);
        // The tenant is what a demonstration begins with.
        let is_new = async || Ok::<_, Failure>(tenants.is_empty() && operator.list_administrators(&LevelPath::default()).await?.is_empty());
        if is_ours || is_new().await? {
            return Ok(());
        }
        Err(Failure::NoDemonstration(installation.configuration.data_dir.clone()))
    }

    /// Sets up what is not there yet.
    pub(super) async fn set_up(installation: &Installation, application: SocketAddr, command: String) -> Result<Self, Failure> {
        let slug = |text| Slug::parse(text).map_err(|problem| Failure::Typed { field: "slug", problem: problem.into() });
        let operator = installation.control().acting_as(Actor::CommandLine);
        let setup = Setup { operator, path: WorkspacePath::new(slug(TENANT)?, slug(WORKSPACE)?) };
        setup.workspace().await?;
        for user in USERS {
            setup.user(user).await?;
        }
        let application = address(&format!("http://{application}"))?;
        let is_new = setup.orders(&application).await?;
        let shop = setup.shop(&application, is_new).await?;
        setup.client("Single-page demo", ClientType::SinglePage).await?;
        setup.client("Mobile demo", ClientType::MobileDesktop).await?;
        setup.client("Service demo", ClientType::Service).await?;
        let api = setup.api().await?;

        let path = credentials_path(installation);
        let kept = if path.exists() { Credentials::read(&path).ok() } else { None };
        let issuer = address(&engine::issuer(installation.configuration.public_url.url(), &setup.path.tenant, &setup.path.workspace))?;
        let credentials = Credentials {
            issuer,
            client_id: shop.client.id,
            client_secret: setup.secret(shop, kept.as_ref().map(|kept| (kept.client_id, &kept.client_secret))).await?,
            api_client_id: api.client.id,
            api_client_secret: setup.secret(api, kept.as_ref().map(|kept| (kept.api_client_id, &kept.api_client_secret))).await?,
        };
        credentials.write(&path)?;

        let sign_in = setup.sign_in().await?;
        let public_url = &installation.configuration.public_url;
        Ok(Self {
            credentials,
            console: public_url.join(app::paths::HOME),
            sign_in: sign_in_link(public_url, &sign_in),
            application,
            mail: installation.configuration.mail_outbox.clone(),
            command,
        })
    }

    /// Prints where to go and what to type there.
    pub(super) fn tell(&self, mut say: impl FnMut(&str)) {
        let Credentials { issuer, client_id, client_secret, api_client_id, api_client_secret } = &self.credentials;
        say("Regrant is ready.");
        say("");
        say(&format!("  Console           {}", self.console));
        say(&format!("  Sign in once      {}", self.sign_in));
        say(&format!("  Demo application  {}", self.application));
        say("");
        say("  Users, for the demo application:");
        for (identifier, _, password) in USERS {
            say(&format!("    {identifier:18}  {password}"));
        }
        say("");
        if let Some(mail) = &self.mail {
            say(&format!("  Mail to users is not sent, and written to {}.", mail.display()));
            say("");
        }
        say("  For a walk with curl:");
        say(&format!("    ISSUER={issuer}"));
        say(&format!("    CLIENT_ID={client_id} CLIENT_SECRET={client_secret}"));
        say(&format!("    API_ID={api_client_id} API_SECRET={api_client_secret}"));
        say("");
        say("  The command line, in another terminal in this directory:");
        say(&format!("    {} explain --tenant {TENANT} --workspace {WORKSPACE} --client {client_id}", self.command));
        say("");
        say("Ctrl-C stops it.");
    }
}

/// The setup of the demonstration.
struct Setup {
    operator: Operator,
    path: WorkspacePath,
}

impl Setup {
    async fn workspace(&self) -> Result<(), Failure> {
        let WorkspacePath { tenant, workspace } = &self.path;
        if let Err(Error::NotFound) = self.operator.load_tenant(tenant).await {
            self.operator.create_tenant(tenant.as_str(), "Demo").await?;
        }
        if let Err(Error::NotFound) = self.operator.load_workspace(&self.path).await {
            let new = NewWorkspace { name: "Shop".to_owned(), slug: workspace.to_string() };
            self.operator.create_workspace(tenant, new).await?;
        }
        Ok(())
    }

    async fn user(&self, (identifier, name, password): (&str, &str, &str)) -> Result<(), Failure> {
        let found = self.operator.list_users(&self.path, identifier, None).await?;
        if found.items.iter().any(|user| user.identifier.as_str() == identifier) {
            return Ok(());
        }
        let new = NewUser {
            identifier: identifier.to_owned(),
            name: name.to_owned(),
            email: identifier.to_owned(),
            password: password.to_owned(),
        };
        self.operator.create_user(&self.path, new).await?;
        Ok(())
    }

    async fn client(&self, name: &str, client_type: ClientType) -> Result<SavedClient, Failure> {
        let found = self.operator.list_clients(&self.path, name, None).await?;
        if let Some(client) = found.items.into_iter().find(|client| client.settings.name.as_str() == name) {
            return Ok(SavedClient { client, secret: None });
        }
        Ok(self.operator.create_client(&self.path, name, client_type).await?)
    }

    /// The client of the demonstration application, with everything on that a refresh token needs.
    async fn shop(&self, application: &Url, with_orders: bool) -> Result<SavedClient, Failure> {
        let SavedClient { client, secret } = self.client(SHOP, ClientType::ServerSideWeb).await?;
        let mut settings = client.settings.clone();
        if secret.is_some() {
            settings.grant_types.insert(GrantType::RefreshToken);
            settings.scopes = with(&settings.scopes, scope::OFFLINE_ACCESS);
            // Short, so that rotation can be watched.
            settings.refresh.retry_window = RetryWindow::from_seconds(RETRY_WINDOW).ok();
        }
        if with_orders || secret.is_some() {
            settings.scopes = with(&settings.scopes, ::demo::API_SCOPE);
        }
        // The application may have moved to another port since.
        add(&mut settings.redirect_uris, &::demo::redirect_uri(application));
        if let Ok(walk) = README_CALLBACK.parse() {
            add(&mut settings.redirect_uris, &walk);
        }
        add(&mut settings.post_logout_redirect_uris, &::demo::post_logout_redirect_uri(application));
        self.set(client, settings, secret).await
    }

    /// The service whose resource server is the API beside the application. Returns whether it is new.
    async fn orders(&self, application: &Url) -> Result<bool, Failure> {
        let resource = ::demo::api_resource(application);
        let found = self.operator.list_services(&self.path).await?.into_iter().find(|service| service.name.as_str() == ORDERS);
        if let Some(service) = found {
            // The application may have moved to another port since.
            if service.resource.as_ref().is_none_or(|known| known.as_str() != resource.as_str()) {
                self.operator.set_service_resource(&self.path, service.id, resource.as_str()).await?;
            }
            return Ok(false);
        }
        let service = self.operator.create_service(&self.path, ORDERS).await?;
        let typed = |problem: Problem| Failure::Typed { field: "scope", problem };
        let scope = ServiceScope {
            scope: Scope::parse(::demo::API_SCOPE).map_err(|error| typed(error.into()))?,
            display_name: Name::parse("Read orders").map_err(|error| typed(error.into()))?,
            description: Description::parse("See what you have ordered").map_err(|error| typed(error.into()))?,
            description_de: Description::parse("Sehen, was Sie bestellt haben").map_err(|error| typed(error.into()))?,
        };
        self.operator.add_service_scope(&self.path, service.id, scope).await?;
        self.operator.set_service_resource(&self.path, service.id, resource.as_str()).await?;
        Ok(true)
    }

    /// A resource server that asks about the tokens it is shown.
    async fn api(&self) -> Result<SavedClient, Failure> {
        let SavedClient { client, secret } = self.client(API, ClientType::Service).await?;
        let mut settings = client.settings.clone();
        if secret.is_some() {
            settings.scopes = with(&settings.scopes, scope::INTROSPECT_TOKENS);
        }
        self.set(client, settings, secret).await
    }

    async fn set(&self, client: Client, settings: ClientSettings, secret: Option<Secret<String>>) -> Result<SavedClient, Failure> {
        if settings == client.settings {
            return Ok(SavedClient { client, secret });
        }
        let saved = self.operator.set_client(&self.path, client.id, client.version, settings).await?;
        Ok(SavedClient { secret: saved.secret.or(secret), ..saved })
    }

    /// The secret of a client: of one that was made just now, or the one that the file kept; else a new one.
    async fn secret(&self, SavedClient { client, secret }: SavedClient, kept: Option<(ClientId, &String)>) -> Result<String, Failure> {
        if let Some(secret) = secret {
            return Ok(secret.expose().clone());
        }
        if let Some((_, secret)) = kept.filter(|(id, _)| *id == client.id) {
            return Ok(secret.clone());
        }
        let secret = self.operator.rotate_client_secret(&self.path, client.id, client.version, KeepPrevious::SHORTEST).await?;
        Ok(secret.expose().clone())
    }

    /// A way in for the first administrator; each start gives a new one.
    async fn sign_in(&self) -> Result<Secret<String>, Failure> {
        let sign_in = match self.operator.create_one_time_sign_in(ADMINISTRATOR).await {
            Err(Error::NotFound) => {
                let new = NewAdministrator {
                    email: ADMINISTRATOR.to_owned(),
                    name: "First administrator".to_owned(),
                    tenant: None,
                    role: BuiltInRole::Owner,
                };
                self.operator.create_administrator(new).await?;
                self.operator.create_one_time_sign_in(ADMINISTRATOR).await?
            }
            found => found?,
        };
        Ok(sign_in.token)
    }
}

fn with(scopes: &Scopes, scope: &str) -> Scopes {
    scopes.union(&Scope::parse(scope).into_iter().collect())
}

fn add(uris: &mut Vec<RedirectUri>, uri: &Url) {
    if let Ok(uri) = RedirectUri::parse(uri.as_str())
        && !uris.contains(&uri)
    {
        uris.push(uri);
    }
}
