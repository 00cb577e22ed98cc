//! Clients.

use domain::{
    audit::{AuditAction, Change},
    client::{Client, ClientSettings, ClientSettingsError, ClientStatus, ClientType},
    family::RevocationReason,
    grants::Level,
    id::ClientId,
    impact::{Impact, Reach},
    in_force,
    name::Name,
    origin::Origin,
    page::{Page, Sorted},
    policy::RefreshOverrides,
    problem::Problem,
    readiness,
    redirect_uri::{RedirectUri, RedirectUriError, check_destination},
    secret::Secret,
    settings::tokens::TtlOverrides,
    sort::ClientSort,
    view::{ClientView, FamilyFilter},
    workspace::WorkspacePath,
};
use store::{FamiliesOf, SecretUpdate};

use crate::{
    Error, Operator,
    audit_line::Line,
    changes,
    client_settings::{check_settings, without_repetition},
    edit::{Edit, get},
    error::Problems,
    families::ended_tokens,
    lifetimes,
    permission::Action,
    permit::level_of,
};

/// A saved client, with its new secret if it got one. The secret is shown only once.
#[derive(Debug, Clone)]
pub struct SavedClient {
    /// The client.
    pub client: Client,
    /// The new secret.
    pub secret: Option<Secret<String>>,
}

/// What a client starts with, beside its name.
#[derive(Debug, Clone)]
pub struct ClientStart {
    /// What kind of application it is.
    pub client_type: ClientType,
    /// Where its users come back to, as it is typed; empty where that is not known yet.
    pub redirect_uri: String,
    /// Whether it is set up for refresh tokens, as far as its type has users and its workspace allows it.
    pub refresh_tokens: bool,
}

/// The start of a client with nothing but what its type needs.
impl From<ClientType> for ClientStart {
    fn from(client_type: ClientType) -> Self {
        Self { client_type, redirect_uri: String::new(), refresh_tokens: false }
    }
}

/// A client's own lifetimes and refresh-token policy, which override its workspace's.
#[derive(Debug, Clone, Copy)]
pub struct ClientTokenPolicy {
    /// The lifetimes.
    pub token_ttls: TtlOverrides,
    /// The refresh-token policy.
    pub refresh: RefreshOverrides,
    /// Whether it applies to existing refresh tokens. Required if some of them would end earlier.
    pub reach: Option<Reach>,
}

impl ClientTokenPolicy {
    fn of(self, settings: &ClientSettings) -> ClientSettings {
        ClientSettings { token_ttls: self.token_ttls, refresh: self.refresh, ..settings.clone() }
    }
}

impl Operator {
    /// Returns the clients that the actor sees and whose name contains each word of the text or whose identifier it is; newest first, unless
    /// another order is asked for.
    pub async fn list_clients(
        &self,
        path: &WorkspacePath,
        search: &str,
        asked: impl Into<Sorted<ClientId, ClientSort>> + Send,
    ) -> Result<Page<Client>, Error> {
        let asked = asked.into();
        let store = self.workspace_seen(path).await?;
        let among = self.clients_seen(level_of(&store))?;
        Ok(store.list_clients(search, asked, among.as_deref()).await?)
    }

    /// Returns a client, and whether it gets refresh tokens.
    pub async fn load_client(&self, path: &WorkspacePath, id: ClientId) -> Result<ClientView, Error> {
        let store = self.read_at(Action::SeeClients, path, id).await?;
        let client = get(&store, id).await?;
        let live = FamilyFilter { client: Some(id), ..FamilyFilter::live() };
        Ok(ClientView {
            secrets: store.find_client_secrets(id).await?.map(|secrets| secrets.at(self.now())),
            has_users: store.has_users().await?,
            live_families: store.count_some_families(&live, self.now()).await?.number,
            offline_families: store.count_some_offline_families(id, self.now()).await?,
            workspace: store.workspace().clone(),
            api_client: self.api_client_role(&store, id).await?,
            mutual_tls: self.control.engine().mutual_tls().cloned(),
            client,
        })
    }

    /// Creates a client with the defaults of its type and what it is to start with, and with a secret if that type can keep one.
    pub async fn create_client(
        &self,
        path: &WorkspacePath,
        name: &str,
        start: impl Into<ClientStart> + Send,
    ) -> Result<SavedClient, Error> {
        let ClientStart { client_type, redirect_uri, refresh_tokens } = start.into();
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(name));
        let redirect_uri = match redirect_uri.trim() {
            "" => None,
            _ if !client_type.has_users() => {
                problems.note("redirect_uri", ClientSettingsError::ServiceWithUserGrant);
                None
            }
            typed => problems.take("redirect_uri", RedirectUri::parse(typed).and_then(|uri| self.reachable(uri))),
        };
        let Some(name) = name else { return Err(problems.into()) };
        problems.check()?;
        let usual = ClientSettings::defaults(name, client_type);
        let mut settings = usual.clone();
        settings.redirect_uris.extend(redirect_uri);
        let (tokens, services) = (&edit.workspace().tokens, edit.store().list_services().await?);
        if refresh_tokens {
            readiness::turn_on(tokens, &mut settings);
        }
        check_settings(client_type, &settings, tokens, &services, self.control.base_url())?;
        let changes = [changes::one("client_type", "", client_type.name()), changes::between(&usual, &settings)?].concat();
        self.insert_client(edit, settings, changes).await
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
        check_settings(settings.client_type, &settings, tokens, &services, self.control.base_url())?;
        edit.make_signing_keys(settings.signing.chosen()).await?;
        let usual = ClientSettings::defaults(settings.name.clone(), settings.client_type);
        let changes = [changes::one("client_type", "", settings.client_type.name()), changes::between(&usual, &settings)?].concat();
        self.insert_client(edit, settings, changes).await
    }

    /// Creates a client with the settings of another: under a name of its own, and with its own secret if it can keep one. Without a name it
    /// is called a copy.
    ///
    /// # Errors
    /// Problems of `name`; one of an API client, which is created with its role.
    pub async fn duplicate_client(&self, path: &WorkspacePath, id: ClientId, name: Option<&str>) -> Result<SavedClient, Error> {
        let edit = self.edit_in(Action::CreateClient, path).await?;
        let original = get(&edit.store(), id).await?;
        self.check(Action::SeeClients, Level::Client(edit.workspace().tenant_id, edit.workspace().id, id))?;
        if edit.store().list_api_clients().await?.iter().any(|client| client.id == id) {
            // What makes it one is its role, which no client gets here: a copy would look like it and could do nothing.
            return Err(Error::invalid("name", Problem::OfApiClient));
        }
        let name = match name {
            Some(name) => Name::parse(name).map_err(|error| Error::invalid("name", error))?,
            None => name_of_copy(&original.settings.name),
        };
        let settings = ClientSettings { name, ..original.settings.clone() };
        let usual = ClientSettings::defaults(settings.name.clone(), settings.client_type);
        let copied = changes::one("copy_of", "", &original.id.to_string());
        let changes = [copied, changes::between(&usual, &settings)?].concat();
        self.insert_client(edit, settings, changes).await
    }

    /// Writes a client that is new, with a secret if it can keep one.
    async fn insert_client<T>(&self, edit: Edit<'_, T>, settings: ClientSettings, changes: Vec<Change>) -> Result<SavedClient, Error> {
        let client = Client {
            id: ClientId::new(edit.now, self.control.random_bytes()),
            workspace_id: edit.workspace().id,
            created_at: edit.now,
            version: 1,
            epoch: 0,
            status: ClientStatus::Active,
            settings,
        };
        let secret = self.write_new_client(&edit, &client, None, changes).await?;
        let tokens = &edit.workspace().tokens;
        edit.keep_keys_published(|algorithm| [0, in_force::signed_lifetime(algorithm, tokens, &client.settings)]).await?;
        edit.commit().await?;
        Ok(SavedClient { client, secret })
    }

    /// Writes a client that is new, with this secret or a new one if it authenticates by one. Returns the new one.
    pub(crate) async fn write_new_client<T>(
        &self,
        edit: &Edit<'_, T>,
        client: &Client,
        secret: Option<&Secret<String>>,
        changes: Vec<Change>,
    ) -> Result<Option<Secret<String>>, Error> {
        let (new, stored) =
            client.settings.has_secret().then(|| self.client_secret(client.workspace_id, secret, client.created_at)).unzip();
        edit.store().insert_client(client, stored).await.map_err(Error::taken("client_id"))?;
        edit.audit(line(AuditAction::ClientCreated, client, changes)).await?;
        Ok(new.flatten())
    }

    /// Saves a client's settings. A client that begins to authenticate by a secret gets one, and one that stops loses it. Lifetimes that would
    /// end existing refresh tokens earlier are refused ([`Error::Undecided`]); [`Operator::set_client_token_policy`] saves those.
    pub async fn set_client(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        settings: ClientSettings,
    ) -> Result<SavedClient, Error> {
        self.replace_client(path, id, version, settings, None).await
    }

    /// Saves a client's settings as [`Operator::set_client`] does. If existing refresh tokens would end earlier, `reach` decides whether they
    /// do.
    pub async fn replace_client(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        settings: ClientSettings,
        reach: Option<Reach>,
    ) -> Result<SavedClient, Error> {
        let edit = self.edit(Action::SetClient, path, id, version).await?;
        let saved = self.save_client(&edit, settings, reach).await?;
        edit.commit().await?;
        Ok(saved)
    }

    /// Saves a client's own lifetimes and refresh-token policy. If existing refresh tokens would end earlier, the policy's reach decides
    /// whether they do; without it nothing is saved ([`Error::Undecided`]).
    pub async fn set_client_token_policy(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        version: i64,
        policy: ClientTokenPolicy,
    ) -> Result<Client, Error> {
        let edit = self.edit(Action::SetClient, path, id, version).await?;
        let saved = self.save_client(&edit, policy.of(&edit.before.settings), policy.reach).await?;
        edit.commit().await?;
        Ok(saved.client)
    }

    /// Returns what this token policy would do to the client's existing refresh tokens if it applied to them.
    pub async fn preview_client_token_policy(
        &self,
        path: &WorkspacePath,
        id: ClientId,
        policy: &ClientTokenPolicy,
    ) -> Result<Impact, Error> {
        let store = self.read_at(Action::SeeFamilies, path, id).await?;
        let before = get(&store, id).await?;
        let after = policy.of(&before.settings);
        lifetimes::of_client(&store.workspace().tokens, &before, &after).impact(&store, self.now()).await
    }

    /// Writes a client's settings and what follows from them.
    async fn save_client(&self, edit: &Edit<'_, Client>, settings: ClientSettings, reach: Option<Reach>) -> Result<SavedClient, Error> {
        let (store, before, tokens) = (edit.store(), &edit.before, &edit.workspace().tokens);
        let settings = without_repetition(settings);
        check_settings(before.settings.client_type, &settings, tokens, &store.list_services().await?, self.control.base_url())?;
        if settings == before.settings {
            return Ok(SavedClient { client: before.clone(), secret: None });
        }
        let shortenings = lifetimes::of_client(tokens, before, &settings);
        let shortened = shortenings.apply(&store, reach, edit.now).await?;
        edit.keep_keys_published(|algorithm| {
            [&before.settings, &settings].map(|settings| in_force::signed_lifetime(algorithm, tokens, settings))
        })
        .await?;
        edit.make_signing_keys(settings.signing.chosen()).await?;
        self.write_client_settings(edit, before, settings, None, shortened).await
    }

    /// Writes a client's settings. If it begins to authenticate by a secret it gets this one or a new one, and if it stops it loses its own.
    pub(crate) async fn write_client_settings<T>(
        &self,
        edit: &Edit<'_, T>,
        before: &Client,
        settings: ClientSettings,
        secret: Option<&Secret<String>>,
        shortened: Vec<Change>,
    ) -> Result<SavedClient, Error> {
        let mut changes = [changes::between(&before.settings, &settings)?, shortened].concat();
        let (new, update) = match (before.settings.has_secret(), settings.has_secret()) {
            (false, true) => {
                changes.extend(told_secret(secret));
                let (new, stored) = self.client_secret(before.workspace_id, secret, edit.now);
                (new, SecretUpdate::Replace(stored, None))
            }
            (true, false) => {
                changes.extend(changes::one("client_secret", "set", ""));
                (None, SecretUpdate::Drop)
            }
            _ => (None, SecretUpdate::Keep),
        };
        let client = edit.store().update_client(&Client { settings, ..before.clone() }, update).await?;
        edit.audit(line(AuditAction::ClientUpdated, &client, changes)).await?;
        Ok(SavedClient { client, secret: new })
    }

    /// Enables a client, or disables it and ends its families.
    pub async fn set_client_status(&self, path: &WorkspacePath, id: ClientId, version: i64, status: ClientStatus) -> Result<Client, Error> {
        let edit = self.edit(Action::SetClientStatus, path, id, version).await?;
        if status == edit.before.status {
            return Ok(edit.before);
        }
        let client = edit.write_client_status(&edit.before, status).await?;
        edit.commit().await?;
        Ok(client)
    }

    /// Deletes a client, and ends its families. Its audit lines stay.
    pub async fn delete_client(&self, path: &WorkspacePath, id: ClientId, version: i64) -> Result<(), Error> {
        let edit = self.edit(Action::DeleteClient, path, id, version).await?;
        edit.write_client_deletion(&edit.before).await?;
        let (tokens, doomed) = (&edit.workspace().tokens, &edit.before.settings);
        edit.keep_keys_published(|algorithm| [in_force::signed_lifetime(algorithm, tokens, doomed), 0]).await?;
        edit.commit().await
    }
}

impl<T> Edit<'_, T> {
    /// Writes that a client is enabled, or that it is disabled, which ends its families.
    pub(crate) async fn write_client_status(&self, before: &Client, status: ClientStatus) -> Result<Client, Error> {
        let client = self.store().update_client(&Client { status, ..before.clone() }, SecretUpdate::Keep).await?;
        let (action, changes) = match status {
            ClientStatus::Active => (AuditAction::ClientEnabled, Vec::new()),
            ClientStatus::Inactive => {
                let ended = self.end_families(FamiliesOf::client(client.id), RevocationReason::ClientDisabled).await?;
                (AuditAction::ClientDisabled, ended_tokens(ended))
            }
        };
        self.audit(line(action, &client, changes)).await?;
        Ok(client)
    }

    /// Deletes a client's row, and ends its families.
    pub(crate) async fn write_client_deletion(&self, doomed: &Client) -> Result<(), Error> {
        let ended = self.end_families(FamiliesOf::client(doomed.id), RevocationReason::ClientDeleted).await?;
        self.store().delete_client(doomed.id, doomed.version).await?;
        self.audit(line(AuditAction::ClientDeleted, doomed, ended_tokens(ended))).await
    }
}

/// Returns what the copy of a client is called where nobody says it.
fn name_of_copy(name: &Name) -> Name {
    const COPY: &str = " (copy)";

    let kept: String = name.as_str().chars().take(Name::MAX_CHARS - COPY.len()).collect();
    Name::parse(&format!("{}{COPY}", kept.trim_end())).unwrap_or_else(|_| name.clone())
}

/// Returns an audit line about a client.
pub(crate) fn line(action: AuditAction, client: &Client, changes: Vec<Change>) -> Line {
    Line {
        workspace: Some(client.workspace_id),
        action,
        target: client.settings.name.to_string(),
        target_id: client.id.to_string(),
        changes,
    }
}

/// Returns how it is told that a client gets a secret that had none.
pub(crate) fn told_secret(declared: Option<&Secret<String>>) -> Vec<Change> {
    changes::one("client_secret", "", if declared.is_some() { "as declared" } else { "new" })
}
