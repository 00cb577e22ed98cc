//! `regrant client`

mod certificate;
mod exchange;
mod keys;
mod logout;
mod subjects;

use control::{Actor, Operator, SavedClient};
use domain::{
    authorization_details::DetailsTypeName,
    client::{ClientSettings, ClientStatus, ClientType},
    client_keys::JwkSet,
    client_secret::KeepPrevious,
    client_uri::{BackchannelLogoutUri, JwksUri},
    grant_type::GrantType,
    id::ClientId,
    lifetime::LifetimeError,
    name::{Name, NameError},
    redirect_uri::{RedirectUri, RedirectUriError},
    scope::{InvalidScope, Scope},
    wire,
    workspace::WorkspacePath,
};

use self::{
    certificate::SubjectArgs,
    exchange::ExchangeArgs,
    keys::{KeyArgs, authenticate_by, tell_keys},
    logout::LogoutArgs,
    subjects::SubjectsArgs,
};
use super::{
    at::WorkspaceAt,
    choice::one_of,
    failure::Failure,
    listing::{Listing, next_after},
    open::open_existing,
    terminal,
};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists the clients of a workspace, newest first.
    List {
        #[command(flatten)]
        at: WorkspaceAt,
        /// Only those whose name contains this text, or whose identifier it is.
        #[arg(long, default_value = "")]
        search: String,
        #[command(flatten)]
        listing: Listing,
    },
    /// Prints a client as the admin API has it, as JSON.
    Show(ClientAt),
    /// Creates a client. What is not said is as in a new client of its type.
    Create {
        #[command(flatten)]
        at: WorkspaceAt,
        /// Its name.
        #[arg(long, value_parser = name)]
        name: Name,
        /// What kind of application it is.
        #[arg(long = "type", value_name = "TYPE", value_parser = one_of::<ClientType>(ClientType::ALL.map(ClientType::name)))]
        client_type: ClientType,
        /// A grant type that it may use, beside those of its type; can be repeated. With the grant of devices and without a redirect URI it is for
        /// devices alone, and has no authorization code grant.
        #[arg(long = "grant-type", value_name = "GRANT_TYPE", value_parser = one_of::<GrantType>(GrantType::ALL.map(GrantType::name)))]
        grant_types: Vec<GrantType>,
        /// A scope that it may ask for, beside those of its type; can be repeated.
        #[arg(long = "scope", value_name = "SCOPE", value_parser = scope)]
        scopes: Vec<Scope>,
        /// Where users may be sent back to after signing in; can be repeated.
        #[arg(long = "redirect-uri", value_name = "URI", value_parser = redirect_uri)]
        redirect_uris: Vec<RedirectUri>,
        /// A file with a JSON Web Key Set, or with public keys or certificates in PEM: the client authenticates by its private key
        /// (`private_key_jwt`), and has no secret. Beside the subject of a certificate, the keys are for its signed requests alone.
        #[arg(long, value_name = "FILE", value_parser = keys::read_jwks, conflicts_with = "jwks_uri")]
        jwks: Option<JwkSet>,
        /// The same, with the address where the client publishes its public keys.
        #[arg(long, value_name = "URI", value_parser = keys::read_jwks_uri)]
        jwks_uri: Option<JwksUri>,
        /// These are the keys of certificates, which the client makes for itself (`self_signed_tls_client_auth`).
        #[arg(long, conflicts_with = "SubjectArgs")]
        self_signed_certificate: bool,
        #[command(flatten)]
        subject: Box<SubjectArgs>,
        /// Its access tokens, and the refresh tokens of a public client, are bound to the certificate that it presents (RFC 8705).
        #[arg(long)]
        tls_client_certificate_bound_access_tokens: bool,
        /// Each of its authorization requests has to be pushed first (RFC 9126).
        #[arg(long)]
        require_pushed_authorization_requests: bool,
        /// It has to sign each of its authorization requests by its key (RFC 9101).
        #[arg(long)]
        require_signed_request_object: bool,
        /// It only gets introspection answers that are signed (RFC 9701).
        #[arg(long)]
        require_signed_introspection: bool,
        /// Where it is told that users were signed out (OpenID Connect Back-Channel Logout).
        #[arg(long, value_name = "URI", value_parser = logout::read_uri)]
        backchannel_logout_uri: Option<BackchannelLogoutUri>,
        /// It is told which session was ended (`sid`). Otherwise it ends all that the user has there.
        #[arg(long, requires = "backchannel_logout_uri")]
        backchannel_logout_session_required: bool,
        /// A type of authorization details that it may ask for (RFC 9396), one of the workspace; can be repeated.
        #[arg(long = "authorization-details-type", value_name = "TYPE")]
        authorization_details_types: Vec<DetailsTypeName>,
        #[command(flatten)]
        exchange: Box<ExchangeArgs>,
        #[command(flatten)]
        subjects: Box<SubjectsArgs>,
    },
    /// Replaces the public keys that a client authenticates by. A client that authenticated by a secret does so by its private key from now on
    /// (`private_key_jwt`), and its secret ends; one that authenticates by a certificate of its own goes on doing so.
    SetKeys {
        #[command(flatten)]
        at: ClientAt,
        #[command(flatten)]
        keys: KeyArgs,
    },
    /// Says where a client is told that users were signed out (OpenID Connect Back-Channel Logout), or that it is not.
    SetBackchannelLogout {
        #[command(flatten)]
        at: ClientAt,
        #[command(flatten)]
        logout: LogoutArgs,
    },
    /// Has a client authenticate by a certificate, and binds its tokens to it (RFC 8705). If it had a secret, that ends.
    SetCertificate {
        #[command(flatten)]
        at: ClientAt,
        #[command(flatten)]
        subject: SubjectArgs,
        /// The client makes its certificates for itself, and their keys are registered or published (`self_signed_tls_client_auth`): set them with
        /// set-keys first.
        #[arg(long, conflicts_with = "SubjectArgs")]
        self_signed_certificate: bool,
        /// Whether its access tokens, and the refresh tokens of a public client, are bound to the certificate that it presents. If nothing is said,
        /// that stays as it is.
        #[arg(long, value_name = "BOOL")]
        tls_client_certificate_bound_access_tokens: Option<bool>,
    },
    /// Replaces a client's secret. The one before it goes on working for a while.
    RotateSecret {
        #[command(flatten)]
        at: ClientAt,
        /// For how long it does: up to 30 days; 0 for not at all.
        #[arg(long, default_value = "1d", value_parser = keep)]
        keep_previous_for: KeepPrevious,
    },
    /// Ends the secret before a client's current one at once.
    RevokePreviousSecret(ClientAt),
    /// Enables a client.
    Enable(ClientAt),
    /// Disables a client. Its refresh tokens end.
    Disable(ClientAt),
    /// Deletes a client. Its refresh tokens end. It cannot be undone.
    Delete {
        #[command(flatten)]
        at: ClientAt,
        /// Delete it; without this, the command says what that would end.
        #[arg(long)]
        confirm: bool,
    },
}

/// A client of a workspace.
#[derive(Debug, clap::Args)]
pub(super) struct ClientAt {
    #[command(flatten)]
    at: WorkspaceAt,
    /// The client's identifier.
    #[arg(long, value_name = "CLIENT_ID")]
    client: ClientId,
}

fn keep(text: &str) -> Result<KeepPrevious, LifetimeError> {
    KeepPrevious::parse(text)
}

fn name(text: &str) -> Result<Name, NameError> {
    Name::parse(text)
}

fn scope(text: &str) -> Result<Scope, InvalidScope> {
    Scope::parse(text)
}

fn redirect_uri(text: &str) -> Result<RedirectUri, RedirectUriError> {
    RedirectUri::parse(text)
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::List { at, search, listing } => list(&operator, &at.into(), &search, listing).await?,
        Command::Show(at) => {
            let (path, id) = (at.at.into(), at.client);
            terminal::say_json(&wire::Client::from(&find(&operator, &path, id).await?))?;
        }
        Command::Create {
            at,
            name,
            client_type,
            grant_types,
            scopes,
            redirect_uris,
            jwks,
            jwks_uri,
            self_signed_certificate,
            subject,
            tls_client_certificate_bound_access_tokens,
            require_pushed_authorization_requests,
            require_signed_request_object,
            require_signed_introspection,
            backchannel_logout_uri,
            backchannel_logout_session_required,
            authorization_details_types,
            exchange,
            subjects,
        } => {
            let mut settings = ClientSettings {
                redirect_uris,
                tls_client_certificate_bound_access_tokens,
                require_pushed_authorization_requests,
                require_signed_request_object,
                require_signed_introspection,
                backchannel_logout_uri,
                backchannel_logout_session_required,
                authorization_details_types: authorization_details_types.into_iter().collect(),
                token_exchange: (*exchange).into(),
                ..ClientSettings::defaults(name, client_type)
            };
            settings.grant_types.extend(grant_types);
            // Nobody could be sent back to it: it is for devices alone.
            if settings.has_grant(GrantType::DeviceCode) && settings.redirect_uris.is_empty() {
                settings.grant_types.remove(&GrantType::AuthorizationCode);
            }
            subjects.set(&mut settings);
            authenticate_by(&mut settings, jwks, jwks_uri);
            subject.set(&mut settings, self_signed_certificate);
            for scope in scopes {
                settings.scopes.insert(scope);
            }
            let path = at.into();
            let created = operator.register_client(&path, settings).await.map_err(|error| Failure::naming(error, "workspace", &path))?;
            tell_created(&created);
        }
        Command::SetKeys { at, keys: KeyArgs { jwks, jwks_uri } } => {
            let (path, id) = (at.at.into(), at.client);
            let client = find(&operator, &path, id).await?;
            let mut settings = client.settings;
            authenticate_by(&mut settings, jwks, jwks_uri);
            let saved = operator.set_client(&path, id, client.version, settings).await?;
            tell_keys(&saved.client.settings);
        }
        Command::SetBackchannelLogout { at, logout } => {
            let (path, id) = (at.at.into(), at.client);
            let client = find(&operator, &path, id).await?;
            let saved = operator.set_client(&path, id, client.version, logout.set(client.settings)).await?;
            terminal::say(&logout::told(&saved.client.settings));
        }
        Command::SetCertificate { at, subject, self_signed_certificate, tls_client_certificate_bound_access_tokens } => {
            let (path, id) = (at.at.into(), at.client);
            let client = find(&operator, &path, id).await?;
            let mut settings = client.settings;
            subject.set(&mut settings, self_signed_certificate);
            if let Some(bound) = tls_client_certificate_bound_access_tokens {
                settings.tls_client_certificate_bound_access_tokens = bound;
            }
            let saved = operator.set_client(&path, id, client.version, settings).await?;
            terminal::say(&certificate::words(&saved.client.settings));
        }
        Command::RevokePreviousSecret(at) => {
            let (path, id) = (at.at.into(), at.client);
            let client = find(&operator, &path, id).await?;
            operator.revoke_previous_client_secret(&path, id, client.version).await?;
            terminal::say(&format!("{} has its current secret alone.", client.settings.name));
        }
        Command::RotateSecret { at, keep_previous_for } => {
            let (path, id) = (at.at.into(), at.client);
            let client = find(&operator, &path, id).await?;
            let secret = operator.rotate_client_secret(&path, id, client.version, keep_previous_for).await?;
            terminal::say(&format!("The secret of {} was replaced. The new one is shown only once:", client.settings.name));
            terminal::say(secret.expose());
        }
        Command::Enable(at) => set_status(&operator, at, ClientStatus::Active, "enabled").await?,
        Command::Disable(at) => set_status(&operator, at, ClientStatus::Inactive, "disabled").await?,
        Command::Delete { at, confirm } => delete(&operator, at, confirm).await?,
    }
    Ok(())
}

async fn delete(operator: &Operator, at: ClientAt, confirm: bool) -> Result<(), Failure> {
    let (path, id) = (at.at.into(), at.client);
    let found = operator.load_client(&path, id).await.map_err(|error| Failure::naming(error, "client", &id))?;
    let name = &found.client.settings.name;
    if !confirm {
        let live = found.live_families;
        return Err(Failure::Unconfirmed(format!("{name} has active refresh tokens: {live}. To delete it, add --confirm")));
    }
    operator.delete_client(&path, id, found.client.version).await?;
    terminal::say(&format!("The client {name} was deleted."));
    Ok(())
}

async fn find(operator: &Operator, path: &WorkspacePath, id: ClientId) -> Result<domain::client::Client, Failure> {
    let found = operator.load_client(path, id).await;
    Ok(found.map_err(|error| Failure::naming(error, "client", &id))?.client)
}

async fn list(operator: &Operator, path: &WorkspacePath, search: &str, listing: Listing) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = operator.list_clients(path, search, after).await.map_err(|error| Failure::naming(error, "workspace", path))?;
        for client in &page.items {
            let (settings, status) = (&client.settings, client.status);
            let status = if status == ClientStatus::Active { "active" } else { "inactive" };
            let line = || format!("{}  {status:8}  {:15}  {}", client.id, settings.client_type.name(), settings.name);
            listing.say(line, || wire::Client::from(client))?;
        }
        after = next_after(page.next);
        if after.is_none() {
            return Ok(());
        }
    }
}

fn tell_created(SavedClient { client, secret }: &SavedClient) {
    let (id, name) = (client.id, &client.settings.name);
    match secret {
        Some(secret) => {
            terminal::say(&format!("The client {name} is ready: {id}. Its secret is shown only once:"));
            terminal::say(secret.expose());
        }
        None => terminal::say(&format!("The client {name} is ready: {id}. It has no secret.")),
    }
}

async fn set_status(operator: &Operator, at: ClientAt, status: ClientStatus, word: &str) -> Result<(), Failure> {
    let (path, id) = (at.at.into(), at.client);
    let client = find(operator, &path, id).await?;
    operator.set_client_status(&path, id, client.version, status).await?;
    terminal::say(&format!("The client {} is {word}.", client.settings.name));
    Ok(())
}
