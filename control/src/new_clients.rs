//! New clients.

use domain::{
    audit::{AuditAction, Change},
    client::{Client, ClientSettings, ClientSettingsError, ClientStatus, ClientType},
    client_keys::ClientKeys,
    client_uri::JwksUri,
    grant_type::GrantType,
    grants::Level,
    id::ClientId,
    in_force,
    name::Name,
    origin::Origin,
    problem::Problem,
    readiness,
    redirect_uri::{RedirectUri, RedirectUriError, check_destination},
    secret::Secret,
    workspace::WorkspacePath,
};
use engine::certificate::read_keys;

use crate::{
    Error, Operator, changes,
    client_settings::{check_settings, without_repetition},
    clients::{SavedClient, line},
    details_types,
    edit::{Edit, get},
    error::Problems,
    exchange_policies::both,
    permission::Action,
    permit::level_of,
};

/// What a client starts with, beside its name.
#[derive(Debug, Clone)]
pub struct ClientStart {
    /// What kind of application it is.
    pub client_type: ClientType,
    /// Where its users come back to, as it is typed; empty where that is not known yet.
    pub redirect_uri: String,
    /// Whether it is set up for refresh tokens, as far as its type has users and its workspace allows it.
    pub refresh_tokens: bool,
    /// Whether its users sign in by a code that a device shows, and never by a browser of its own.
    pub for_devices: bool,
    /// Its public keys, as they are typed ([`read_keys`]); empty where it has none.
    pub jwks: String,
    /// Where it publishes its keys, as it is typed; empty where it does not.
    pub jwks_uri: String,
}

/// The start of a client with nothing but what its type needs.
impl From<ClientType> for ClientStart {
    fn from(client_type: ClientType) -> Self {
        let [redirect_uri, jwks, jwks_uri] = [const { String::new() }; 3];
        Self { client_type, redirect_uri, refresh_tokens: false, for_devices: false, jwks, jwks_uri }
    }
}

impl Operator {
    /// Creates a client with the defaults of its type and what it is to start with, and with a secret if that type can keep one. Where the workspace takes
    /// no secrets, it authenticates by its keys ([`readiness::start_as_asked`]).
    ///
    /// # Errors
    /// Problems of what is typed; one of `jwks` where it needs keys and none are given.
    pub async fn create_client(
        &self,
        path: &WorkspacePath,
        name: &str,
        start: impl Into<ClientStart> + Send,
    ) -> Result<SavedClient, Error> {
        let ClientStart { client_type, redirect_uri, refresh_tokens, for_devices, jwks, jwks_uri } = start.into();
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(name));
        let redirect_uri = match redirect_uri.trim() {
            "" => None,
            _ if !client_type.has_users() => {
                problems.note("redirect_uri", ClientSettingsError::ServiceWithUserGrant);
                None
            }
            _ if for_devices => {
                problems.note("redirect_uri", Problem::DeviceWithRedirectUri);
                None
            }
            typed => problems.take("redirect_uri", RedirectUri::parse(typed).and_then(|uri| self.reachable(uri))),
        };
        let keys = ClientKeys {
            jwks: typed(&jwks).and_then(|text| problems.take("jwks", read_keys(text))),
            jwks_uri: typed(&jwks_uri).and_then(|text| problems.take("jwks_uri", JwksUri::parse(text))),
            token_endpoint_auth_signing_alg: None,
        };
        let Some(name) = name else { return Err(problems.into()) };
        problems.check()?;
        let usual = ClientSettings::defaults(name, client_type);
        let mut settings = ClientSettings { keys, ..usual.clone() };
        readiness::start_as_asked(edit.workspace(), &mut settings);
        settings.redirect_uris.extend(redirect_uri);
        if for_devices && client_type.has_users() {
            settings.grant_types = [GrantType::DeviceCode].into();
        }
        let (tokens, services) = (&edit.workspace().tokens, edit.store().list_services().await?);
        if refresh_tokens {
            readiness::turn_on(tokens, &mut settings);
        }
        check_settings(client_type, &settings, tokens, &services, self.control.base_url())?;
        let changes = [changes::one("client_type", "", client_type.name()), changes::made(&usual, &settings)?].concat();
        Box::pin(self.insert_client(edit, settings, changes)).await
    }

    /// Refuses an address that no browser may be sent to.
    fn reachable(&self, uri: RedirectUri) -> Result<RedirectUri, RedirectUriError> {
        match Origin::parse(self.control.base_url().as_str()) {
            Some(own) => check_destination(uri.as_str(), &own).map(|()| uri),
            None => Ok(uri),
        }
    }

    /// Creates a client with these settings, and with a secret if it authenticates by one.
    pub async fn register_client(&self, path: &WorkspacePath, settings: ClientSettings) -> Result<SavedClient, Error> {
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let settings = without_repetition(settings);
        let (tokens, services) = (&edit.workspace().tokens, edit.store().list_services().await?);
        let checked = check_settings(settings.client_type, &settings, tokens, &services, self.control.base_url());
        let checked = both(checked, details_types::check_client(&settings, &edit.workspace().authorization));
        both(checked, self.check_others_tokens(&edit.store(), None, &settings).await)?;
        edit.make_signing_keys(settings.signing.chosen()).await?;
        let usual = ClientSettings::defaults(settings.name.clone(), settings.client_type);
        let changes = [changes::one("client_type", "", settings.client_type.name()), changes::made(&usual, &settings)?].concat();
        Box::pin(self.insert_client(edit, settings, changes)).await
    }

    /// Creates a client with the settings of another: under a name of its own, and with its own secret if it can keep one. Without a name it
    /// is called a copy. Neither secrets nor keys are copied, nor what rests on keys ([`ClientSettings::for_another`]).
    ///
    /// # Errors
    /// Problems of `name`; one of an API client, which is created with its role.
    pub async fn duplicate_client(&self, path: &WorkspacePath, id: ClientId, name: Option<&str>) -> Result<SavedClient, Error> {
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let original = get(&edit.store(), id).await?;
        self.check(Action::SeeClients, Level::Client(edit.workspace().tenant_id, edit.workspace().id, id))?;
        self.check_copied_reach(level_of(&edit.store()), &original.settings)?;
        if edit.store().list_api_clients().await?.iter().any(|client| client.id == id) {
            // What makes it one is its role, which no client gets here: a copy would look like it and could do nothing.
            return Err(Error::invalid("name", Problem::OfApiClient));
        }
        let name = match name {
            Some(name) => Name::parse(name).map_err(|error| Error::invalid("name", error))?,
            None => name_of_copy(&original.settings.name),
        };
        let settings = original.settings.clone().for_another(name);
        let usual = ClientSettings::defaults(settings.name.clone(), settings.client_type);
        let copied = changes::one("copy_of", "", &original.id.to_string());
        let changes = [copied, changes::made(&usual, &settings)?].concat();
        Box::pin(self.insert_client(edit, settings, changes)).await
    }

    /// Writes a client that is new, with a secret if it can keep one.
    async fn insert_client<T>(&self, edit: Edit<'_, T>, settings: ClientSettings, changes: Vec<Change>) -> Result<SavedClient, Error> {
        let client = Client {
            id: ClientId::new(edit.now, self.control.random_bytes()),
            workspace_id: edit.workspace().id,
            created_at: edit.now,
            version: 1,
            epoch: 0,
            document: None,
            registered_itself: false,
            status: ClientStatus::Active,
            settings,
        };
        let secret = edit.write_new_client(&client, None, changes).await?;
        let tokens = &edit.workspace().tokens;
        edit.keep_keys_published(|algorithm| [0, in_force::signed_lifetime(algorithm, tokens, &client.settings)]).await?;
        edit.commit().await?;
        Ok(SavedClient { client, secret })
    }
}

impl<T> Edit<'_, T> {
    /// Writes a client that is new, with this secret or a new one if it authenticates by one. Returns the new one.
    pub(crate) async fn write_new_client(
        &self,
        client: &Client,
        secret: Option<&Secret<String>>,
        changes: Vec<Change>,
    ) -> Result<Option<Secret<String>>, Error> {
        let made = || self.author.control.client_secret(client.workspace_id, secret, client.created_at);
        let (new, stored) = client.settings.has_secret().then(made).unzip();
        self.store().insert_client(client, stored).await.map_err(Error::taken("client_id"))?;
        self.audit(line(AuditAction::ClientCreated, client, changes)).await?;
        Ok(new.flatten())
    }
}

/// What stands in a field that may be empty.
fn typed(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Returns what the copy of a client is called where nobody says it.
fn name_of_copy(name: &Name) -> Name {
    const COPY: &str = " (copy)";

    let kept: String = name.as_str().chars().take(Name::MAX_CHARS - COPY.len()).collect();
    Name::parse(&format!("{}{COPY}", kept.trim_end())).unwrap_or_else(|_| name.clone())
}
