//! Clients that register themselves (RFC 7591), and manage what they registered (RFC 7592).
//!
//! Whoever registers is nobody who is known: they get what the workspace's settings for registration allow, and no more. What only an administrator
//! can give a client, such as trust or lifetimes of its own, no document asks for, and none takes away.

use std::net::IpAddr;

use domain::{
    audit::{ActorKind, AuditAction},
    audit_context::AuditContext,
    client::{Client, ClientSettings, ClientStatus, TokenEndpointAuthMethod},
    client_metadata::{ClientAbout, ClientMetadata, MetadataError, MetadataProblem, MetadataTerms},
    client_registration::ClientRegistration,
    id::ClientId,
    in_force,
    name::Name,
    problem::Problem,
    readiness,
    scope::Scopes,
    secret::Secret,
    settings::registration::RegistrationMode,
    workspace::Workspace,
};
use engine::{
    Door, Realm,
    client_keys::KeyOwner,
    keys::hash_secret,
    random,
    storage::{SecretHash, UNUSED_GIVES_WAY_AFTER},
};
use serde_json::{Map, Value};
use store::{Access, MadeBy, WorkspaceStore};

use crate::{
    Control, Error,
    audit_line::Line,
    author::Author,
    changes,
    client_settings::check_settings,
    edit::{Edit, get},
    families::count,
    initial_access_tokens,
    registered_settings::{Registered, is_another_to_users},
    registration_refusal::RegistrationRefusal,
    sector_documents::check_listed,
};

/// The prefix of every registration access token, by which secret scanners find leaked ones.
pub const REGISTRATION_TOKEN_PREFIX: &str = "rgr_";
/// How it stands in the log who did it.
const ACTOR: &str = "registration";

/// A client that registers itself.
#[derive(Debug, Clone, Copy)]
pub struct NewClientRegistration<'a> {
    /// Its metadata document.
    pub document: &'a Map<String, Value>,
    /// The initial access token, where one came.
    pub token: Option<&'a str>,
    /// Where the request comes from.
    pub address: IpAddr,
}

/// A client that registered itself, with what is told it.
#[derive(Debug)]
pub struct RegisteredClient {
    /// The client.
    pub client: Client,
    /// What it says of itself.
    pub about: ClientAbout,
    /// Its secret, where it is new. It is shown only once.
    pub secret: Option<Secret<String>>,
    /// Its registration access token, where it is new. It is shown only once.
    pub token: Option<Secret<String>>,
}

impl RegisteredClient {
    /// Returns what is registered as a metadata document.
    pub fn document(&self) -> Map<String, Value> {
        ClientMetadata { settings: self.client.settings.clone(), about: self.about.clone() }.to_document()
    }
}

fn token_hash(value: &str) -> SecretHash {
    hash_secret("registration-access-token", value)
}

impl Control {
    /// Registers a client (RFC 7591 §3).
    ///
    /// # Errors
    /// The reason why it is not registered.
    pub async fn register_client(&self, realm: &Realm, new: NewClientRegistration<'_>) -> Result<RegisteredClient, RegistrationRefusal> {
        let registered = self.register_by_itself(realm, new).await;
        if let Err(refusal) = &registered {
            // That it cannot be noted is no other answer.
            if let Err(error) = self.note_refused_registration(realm, new, refusal).await {
                tracing::warn!(%error, "a refused registration could not be noted");
            }
        }
        registered
    }

    /// Notes for administrators why a client is not registered, which nothing else would tell: a fault once in an hour, and of many faults some.
    async fn note_refused_registration(
        &self,
        realm: &Realm,
        new: NewClientRegistration<'_>,
        refusal: &RegistrationRefusal,
    ) -> Result<(), RegistrationRefusal> {
        let fault = match refusal {
            RegistrationRefusal::Full | RegistrationRefusal::Unavailable | RegistrationRefusal::Metadata(_) => refusal.to_string(),
            // How long somebody waits is of no interest.
            RegistrationRefusal::TooMany(_) => "too many requests came from one network".to_owned(),
            RegistrationRefusal::Off
            | RegistrationRefusal::TokenMissing
            | RegistrationRefusal::TokenInvalid
            | RegistrationRefusal::Disabled
            | RegistrationRefusal::Failed(_) => return Ok(()),
        };
        let (workspace, now) = (&realm.workspace, self.now());
        if self.gate().count_refused_client(Door::Workspace(workspace.id), &fault, now).is_err() {
            return Ok(());
        }
        let transaction = self.store().begin().await?;
        let Some(held) = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await? else { return Ok(()) };
        let named = new.document.get("client_name").and_then(Value::as_str).and_then(|name| Name::parse(name).ok());
        let line = Line {
            workspace: Some(workspace.id),
            action: AuditAction::ClientRefused,
            target: named.map(|name| name.to_string()).unwrap_or_default(),
            target_id: String::new(),
            changes: changes::one("reason", "", &fault),
        };
        held.append_audit(self.audit_event((ActorKind::Client, ACTOR), now, Some(workspace.tenant_id), line)).await?;
        Ok(held.commit().await?)
    }

    async fn register_by_itself(&self, realm: &Realm, new: NewClientRegistration<'_>) -> Result<RegisteredClient, RegistrationRefusal> {
        let NewClientRegistration { document, token, address } = new;
        let (workspace, now) = (&realm.workspace, self.now());
        let store = self.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await?.ok_or(RegistrationRefusal::Off)?;
        let hash = token.map(initial_access_tokens::token_hash);
        check_mode(store.workspace(), hash.is_some())?;
        if let Some(hash) = &hash {
            if !store.takes_initial_access_token(hash, now).await? {
                return Err(RegistrationRefusal::TokenInvalid);
            }
        } else {
            let most = store.workspace().authorization.registration.registration_most_per_hour.get();
            let counted = self.gate().count_registration(Door::Workspace(workspace.id), address, most, now);
            counted.map_err(|too_many| RegistrationRefusal::TooMany(too_many.seconds))?;
        }
        // What cannot be registered holds nobody up, and neither does what somebody else's server is asked.
        let asked = self.read_metadata(&store, document, None).await?;
        self.check_sector(KeyOwner::stranger(workspace, Some(address)), &asked, None).await?;

        let transaction = self.store().begin().await?;
        let held = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await?.ok_or(RegistrationRefusal::Off)?;
        check_mode(held.workspace(), hash.is_some())?;
        let most = held.workspace().authorization.registration.registration_most_clients.get();
        if held.store().count_client_registrations().await? >= u64::from(most) {
            // What strangers registered and never used takes nobody's place.
            let made_before = now.plus_seconds(-UNUSED_GIVES_WAY_AFTER);
            let unused = held.store().find_unused_client(MadeBy::OpenRegistration, made_before, now).await?;
            let unused = unused.ok_or(RegistrationRefusal::Full)?;
            self.end_unused(&held, (ActorKind::Client, ACTOR), &unused).await?;
        }
        let used = match &hash {
            Some(hash) => Some(held.store().use_initial_access_token(hash, now).await?.ok_or(RegistrationRefusal::TokenInvalid)?),
            None => None,
        };
        let ClientMetadata { settings, about } = self.read_metadata(&held.store(), document, None).await?;
        let client = Client {
            id: ClientId::new(now, self.random_bytes()),
            workspace_id: held.workspace().id,
            created_at: now,
            version: 1,
            epoch: 0,
            document: None,
            registered_itself: true,
            status: ClientStatus::Active,
            settings,
        };
        let edit = Edit::by(self.registrar(client.id), held, now, ());
        let usual = ClientSettings::defaults(client.settings.name.clone(), client.settings.client_type);
        let mut told = changes::one("client_type", "", client.settings.client_type.name());
        told.extend(changes::made(&usual, &client.settings)?);
        told.extend(used.iter().flat_map(|token| changes::one("initial_access_token", "", &token.name)));
        let secret = edit.write_new_client(&client, None, told).await?;
        let token = Secret::new(format!("{REGISTRATION_TOKEN_PREFIX}{}", random::new_secret(self.random()).expose()));
        let registration =
            ClientRegistration { registered_at: now, initial_access_token: used.map(|token| token.name), manages_itself: true, about };
        edit.store().insert_client_registration(client.id, &registration, token_hash(token.expose())).await?;
        edit.make_signing_keys(client.settings.signing.chosen()).await?;
        let tokens = &edit.workspace().tokens;
        edit.keep_keys_published(|algorithm| [0, in_force::signed_lifetime(algorithm, tokens, &client.settings)]).await?;
        edit.commit().await?;
        Ok(RegisteredClient { client, about: registration.about, secret, token: Some(token) })
    }

    /// Returns what a client has registered (RFC 7592 §2.1).
    ///
    /// # Errors
    /// The reason why it is not told.
    pub async fn read_registration(&self, realm: &Realm, id: &str, token: Option<&str>) -> Result<RegisteredClient, RegistrationRefusal> {
        let workspace = &realm.workspace;
        let store = self.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await?.ok_or(RegistrationRefusal::Off)?;
        let (client, registration) = authorized(&store, id, token).await?;
        Ok(RegisteredClient { client, about: registration.about, secret: None, token: None })
    }

    /// Replaces what a client has registered (RFC 7592 §2.2). What only an administrator can give it stays as it is.
    ///
    /// # Errors
    /// The reason why it is not replaced.
    pub async fn replace_registration(
        &self,
        realm: &Realm,
        id: &str,
        token: Option<&str>,
        document: &Map<String, Value>,
    ) -> Result<RegisteredClient, RegistrationRefusal> {
        let workspace = &realm.workspace;
        let store = self.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await?.ok_or(RegistrationRefusal::Off)?;
        let (client, registration) = authorized(&store, id, token).await?;
        let counted = self.gate().count_registration_change(Door::Workspace(client.workspace_id), client.id.as_uuid(), self.now());
        counted.map_err(|too_many| RegistrationRefusal::TooMany(too_many.seconds))?;
        let known = Registered { client: &client, about: &registration.about };
        let asked = self.read_metadata(&store, document, Some(known)).await?;
        self.check_sector(KeyOwner::stranger(workspace, None), &asked, Some(known)).await?;

        let (edit, registration) = self.edit_registration(realm, id, token).await?;
        let before = &edit.before;
        self.check_identity(&edit, document).await?;
        let known = Registered { client: before, about: &registration.about };
        let ClientMetadata { settings, about } = self.read_metadata(&edit.store(), document, Some(known)).await?;
        if about.sector_identifier_uri != asked.about.sector_identifier_uri {
            // An administrator has changed its sector meanwhile, and what shows it now was not read.
            return Err(RegistrationRefusal::Failed(Error::Stale));
        }
        if settings == before.settings && about == registration.about {
            return Ok(RegisteredClient { client: before.clone(), about, secret: None, token: None });
        }
        let mut told = changes::between(&registration.about, &about)?;
        if is_another_to_users(&before.settings, &settings) {
            // What users agreed to is not what it is now.
            told.extend(count("consents", edit.store().delete_consents_to(before.id).await?));
        }
        edit.store().update_client_about(before.id, &about).await?;
        let saved = edit.write_client_settings(before, settings.clone(), None, told).await?;
        edit.make_signing_keys(settings.signing.chosen()).await?;
        let tokens = &edit.workspace().tokens;
        let lifetimes = |algorithm| [&before.settings, &settings].map(|settings| in_force::signed_lifetime(algorithm, tokens, settings));
        edit.keep_keys_published(lifetimes).await?;
        edit.commit().await?;
        Ok(RegisteredClient { client: saved.client, about, secret: saved.secret, token: None })
    }

    /// Deletes a client that registered itself, at its own request (RFC 7592 §2.3), with what was issued to it.
    ///
    /// # Errors
    /// The reason why it is not deleted.
    pub async fn delete_registration(&self, realm: &Realm, id: &str, token: Option<&str>) -> Result<(), RegistrationRefusal> {
        // Who has no token holds nobody up.
        self.read_registration(realm, id, token).await?;
        let (edit, _) = self.edit_registration(realm, id, token).await?;
        edit.write_client_deletion(&edit.before).await?;
        let (tokens, doomed) = (&edit.workspace().tokens, &edit.before.settings);
        edit.keep_keys_published(|algorithm| [in_force::signed_lifetime(algorithm, tokens, doomed), 0]).await?;
        Ok(edit.commit().await?)
    }

    /// Who registers a client, or changes what was registered: for the log, the client itself.
    fn registrar(&self, client: ClientId) -> Author<'_> {
        let context = AuditContext { actor_id: Some(client.as_uuid()), ..AuditContext::default() };
        Author { control: self, kind: ActorKind::Client, name: ACTOR.to_owned(), context, claim: None }
    }

    /// Begins an edit of a client by itself.
    async fn edit_registration(
        &self,
        realm: &Realm,
        id: &str,
        token: Option<&str>,
    ) -> Result<(Edit<'_, Client>, ClientRegistration), RegistrationRefusal> {
        let (workspace, now) = (&realm.workspace, self.now());
        let transaction = self.store().begin().await?;
        let held = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await?.ok_or(RegistrationRefusal::Off)?;
        let (client, registration) = authorized(&held.store(), id, token).await?;
        Ok((Edit::by(self.registrar(client.id), held, now, client), registration))
    }

    /// Checks that a document is about the client itself, and has the secret that it has, if any (RFC 7592 §2.2).
    async fn check_identity(&self, edit: &Edit<'_, Client>, document: &Map<String, Value>) -> Result<(), RegistrationRefusal> {
        let own = edit.before.id.to_string();
        if document.get("client_id").and_then(Value::as_str) != Some(own.as_str()) {
            return Err(MetadataError::of("client_id", MetadataProblem::NotAllowed(own)).into());
        }
        let Some(secret) = document.get("client_secret").filter(|secret| !secret.is_null()) else { return Ok(()) };
        let stored = edit.store().find_client_secret_hash(edit.before.id).await?;
        let is_own = match (secret.as_str(), stored) {
            (Some(secret), Some(stored)) => self.keys().verify_client_secret(edit.before.workspace_id, secret, &stored),
            _ => false,
        };
        // Nobody chooses their own.
        if is_own { Ok(()) } else { Err(MetadataError::of("client_secret", Problem::Fixed).into()) }
    }

    /// Reads a document as what a client can have in a workspace; of one that is there, as what it can have beside what it has.
    async fn read_metadata<C: Access>(
        &self,
        store: &WorkspaceStore<'_, C>,
        document: &Map<String, Value>,
        before: Option<Registered<'_>>,
    ) -> Result<ClientMetadata, RegistrationRefusal> {
        let (workspace, services) = (store.workspace(), store.list_services().await?);
        let offered: Scopes = services.iter().flat_map(|service| &service.scopes).map(|offered| offered.scope.clone()).collect();
        let terms = self.terms(workspace, &offered, before);
        let ClientMetadata { mut settings, about } = ClientMetadata::read(document, &terms)?;
        if settings.needs_certificate() && self.engine().mutual_tls().is_none() {
            return Err(MetadataError::of("tls_client_certificate_bound_access_tokens", MetadataProblem::NotOffered).into());
        }
        if let Some(before) = before {
            settings = before.keeps(settings)?;
        }
        // RFC 7591 §5: who registers does not pass for a client that an administrator made.
        let is_new = before.is_none_or(|before| before.client.settings.name != settings.name);
        if is_new && store.has_known_client_named(settings.name.as_str()).await? {
            return Err(MetadataError::of("client_name", MetadataProblem::NameOfAnother).into());
        }
        readiness::keep_to_rules(&workspace.tokens, &mut settings);
        check_settings(settings.client_type, &settings, &workspace.tokens, &services, self.base_url())?;
        Ok(ClientMetadata { settings, about })
    }

    /// Refuses what a client does not show to be of its sector (OpenID Connect Registration §5). What it has shown before is not read again.
    async fn check_sector(
        &self,
        owner: KeyOwner,
        asked: &ClientMetadata,
        before: Option<Registered<'_>>,
    ) -> Result<(), RegistrationRefusal> {
        let ClientMetadata { settings: ClientSettings { redirect_uris, .. }, about } = asked;
        let Some(address) = &about.sector_identifier_uri else { return Ok(()) };
        if before.is_some_and(|known| known.has_shown(address, redirect_uris)) {
            return Ok(());
        }
        check_listed(self.sector_documents(), owner, address, redirect_uris).await
    }

    /// What a document may ask for.
    fn terms(&self, workspace: &Workspace, offered: &Scopes, before: Option<Registered<'_>>) -> MetadataTerms {
        let registration = &workspace.authorization.registration;
        let own = before.map(|before| &before.client.settings);
        let grants = registration.registration_grant_types.iter().chain(own.iter().flat_map(|own| &own.grant_types));
        let scopes = own.map_or_else(Scopes::none, |own| own.scopes.clone()).union(&registration.registration_scopes);
        let mutual_tls = self.engine().mutual_tls();
        let security = workspace.authorization.security;
        let can_be_used = |method: &TokenEndpointAuthMethod| {
            security.takes(*method) && (!method.uses_certificate() || mutual_tls.is_some_and(|tls| tls.offers(*method)))
        };
        MetadataTerms {
            grant_types: grants.copied().filter(|grant| workspace.authorization.allows(*grant)).collect(),
            methods: TokenEndpointAuthMethod::ALL.into_iter().filter(can_be_used).collect(),
            scopes: scopes.intersection(offered),
            signing_algorithms: workspace.tokens.signing.signing_algorithms.clone(),
            // Who may ask for which is an administrator's to say.
            details_types: own.map(|own| own.authorization_details_types.clone()).unwrap_or_default(),
            subject: before.map(Registered::subject).unwrap_or_default(),
        }
    }
}

/// Refuses a registration that the workspace does not let anybody make, or nobody without a token.
fn check_mode(workspace: &Workspace, has_token: bool) -> Result<(), RegistrationRefusal> {
    match workspace.authorization.registration.client_registration {
        RegistrationMode::Closed => Err(RegistrationRefusal::Off),
        RegistrationMode::InitialAccessToken if !has_token => Err(RegistrationRefusal::TokenMissing),
        RegistrationMode::InitialAccessToken | RegistrationMode::Open => Ok(()),
    }
}

/// Returns the client with this identifier, if this is its registration access token (RFC 7592 §2). Whether there is such a client is told to nobody
/// else.
async fn authorized<C: Access>(
    store: &WorkspaceStore<'_, C>,
    id: &str,
    token: Option<&str>,
) -> Result<(Client, ClientRegistration), RegistrationRefusal> {
    if store.workspace().authorization.registration.client_registration == RegistrationMode::Closed {
        return Err(RegistrationRefusal::Off);
    }
    let token = token.ok_or(RegistrationRefusal::TokenMissing)?;
    let id: ClientId = id.parse().map_err(|_| RegistrationRefusal::TokenInvalid)?;
    let found = store.find_registration_by_token(id, &token_hash(token)).await?;
    let registration = found.ok_or(RegistrationRefusal::TokenInvalid)?;
    let client = get(store, id).await?;
    match client.status {
        ClientStatus::Active => Ok((client, registration)),
        ClientStatus::Inactive => Err(RegistrationRefusal::Disabled),
    }
}
