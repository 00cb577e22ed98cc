//! `regrant client`

mod certificate;

use std::path::Path;

use control::{Actor, Operator, SavedClient};
use domain::{
    client::{ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    client_keys::{ClientKeys, JwkSet, JwksUri, JwksUriError},
    client_secret::KeepPrevious,
    grant_type::GrantType,
    id::ClientId,
    lifetime::LifetimeError,
    name::{Name, NameError},
    redirect_uri::{RedirectUri, RedirectUriError},
    scope::{InvalidScope, Scope},
    wire,
    workspace::WorkspacePath,
};

use self::certificate::SubjectArgs;
use super::{at::WorkspaceAt, failure::Failure, listing::Listing, open::open_existing, terminal};
use crate::{bounded_file, config::Configuration};

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
        #[arg(long = "type", value_name = "TYPE")]
        client_type: ClientType,
        /// A grant type that it may use, beside those of its type; can be repeated. With the grant of devices and without a redirect URI it is for
        /// devices alone, and has no authorization code grant.
        #[arg(long = "grant-type", value_name = "GRANT_TYPE")]
        grant_types: Vec<GrantType>,
        /// A scope that it may ask for, beside those of its type; can be repeated.
        #[arg(long = "scope", value_name = "SCOPE", value_parser = scope)]
        scopes: Vec<Scope>,
        /// Where users may be sent back to after signing in; can be repeated.
        #[arg(long = "redirect-uri", value_name = "URI", value_parser = redirect_uri)]
        redirect_uris: Vec<RedirectUri>,
        /// A file with a JSON Web Key Set: the client authenticates by its private key (`private_key_jwt`), and has no secret.
        #[arg(long, value_name = "FILE", value_parser = jwks, conflicts_with_all = ["jwks_uri", "SubjectArgs"])]
        jwks: Option<JwkSet>,
        /// The same, with the address where the client publishes its public keys.
        #[arg(long, value_name = "URI", value_parser = jwks_uri, conflicts_with = "SubjectArgs")]
        jwks_uri: Option<JwksUri>,
        /// These are the keys of certificates, which the client makes for itself (`self_signed_tls_client_auth`).
        #[arg(long, conflicts_with = "SubjectArgs")]
        self_signed_certificate: bool,
        #[command(flatten)]
        subject: SubjectArgs,
        /// Its access tokens, and the refresh tokens of a public client, are bound to the certificate that it presents (RFC 8705).
        #[arg(long)]
        tls_client_certificate_bound_access_tokens: bool,
        /// Each of its authorization requests has to be pushed first (RFC 9126).
        #[arg(long)]
        require_pushed_authorization_requests: bool,
    },
    /// Replaces the public keys that a client authenticates by. A client that authenticated by a secret does so by its private key from now on
    /// (`private_key_jwt`), and its secret ends; one that authenticates by a certificate of its own goes on doing so.
    SetKeys {
        #[command(flatten)]
        at: ClientAt,
        #[command(flatten)]
        keys: KeyArgs,
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

/// The public keys of a client.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct KeyArgs {
    /// A file with a JSON Web Key Set.
    #[arg(long, value_name = "FILE", value_parser = jwks)]
    jwks: Option<JwkSet>,
    /// The address where the client publishes its keys.
    #[arg(long, value_name = "URI", value_parser = jwks_uri)]
    jwks_uri: Option<JwksUri>,
}

fn jwks(path: &str) -> Result<JwkSet, String> {
    let text = bounded_file::read_text(Path::new(path)).map_err(|error| format!("the file cannot be read: {error}"))?;
    JwkSet::parse(&text).map_err(|error| error.to_string())
}

fn jwks_uri(text: &str) -> Result<JwksUri, JwksUriError> {
    JwksUri::parse(text)
}

/// Has a client authenticate by its private key, where there are public ones.
fn authenticate_by(settings: &mut ClientSettings, jwks: Option<JwkSet>, jwks_uri: Option<JwksUri>) {
    if jwks.is_some() || jwks_uri.is_some() {
        if !settings.token_endpoint_auth_method.uses_keys() {
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        }
        settings.keys = ClientKeys { jwks, jwks_uri, ..settings.keys.clone() };
    }
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
        } => {
            let usual = ClientSettings::defaults(name, client_type);
            let mut settings = ClientSettings { redirect_uris, require_pushed_authorization_requests, ..usual };
            settings.tls_client_certificate_bound_access_tokens = tls_client_certificate_bound_access_tokens;
            settings.grant_types.extend(grant_types);
            // Nobody could be sent back to it: it is for devices alone.
            if settings.has_grant(GrantType::DeviceCode) && settings.redirect_uris.is_empty() {
                settings.grant_types.remove(&GrantType::AuthorizationCode);
            }
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
            terminal::say(&tell_keys(&saved.client.settings));
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
            terminal::say(&format!(
                "The secret of {} was replaced. The new one is shown only once:\n{}",
                client.settings.name,
                secret.expose()
            ));
        }
        Command::Enable(at) => set_status(&operator, at, ClientStatus::Active, "enabled").await?,
        Command::Disable(at) => set_status(&operator, at, ClientStatus::Inactive, "disabled").await?,
        Command::Delete { at, confirm } => {
            let (path, id) = (at.at.into(), at.client);
            let found = operator.load_client(&path, id).await.map_err(|error| Failure::naming(error, "client", &id))?;
            let name = &found.client.settings.name;
            if !confirm {
                let live = found.live_families;
                return Err(Failure::Unconfirmed(format!("{name} has active refresh tokens: {live}. To delete it, add --confirm")));
            }
            operator.delete_client(&path, id, found.client.version).await?;
            terminal::say(&format!("The client {name} was deleted."));
        }
    }
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
        after = page.next.and_then(|cursor| cursor.parse().ok());
        if after.is_none() {
            return Ok(());
        }
    }
}

fn tell_keys(settings: &ClientSettings) -> String {
    let (name, keys) = (&settings.name, &settings.keys);
    let jwks = keys.jwks.iter().flat_map(JwkSet::keys).map(|key| format!("\n  {}", key.words()));
    let address = keys.jwks_uri.iter().map(|address| format!("\n  {address}"));
    let what = match settings.token_endpoint_auth_method {
        TokenEndpointAuthMethod::SelfSignedTlsClientAuth => "a certificate whose key is registered",
        _ => "its private key",
    };
    let (method, keys) = (settings.token_endpoint_auth_method, jwks.chain(address).collect::<String>());
    format!("{name} authenticates by {what} ({method}). Its public keys:{keys}")
}

fn tell_created(SavedClient { client, secret }: &SavedClient) {
    let (id, name) = (client.id, &client.settings.name);
    terminal::say(&match secret {
        Some(secret) => format!("The client {name} is ready: {id}. Its secret is shown only once:\n{}", secret.expose()),
        None => format!("The client {name} is ready: {id}. It has no secret."),
    });
}

async fn set_status(operator: &Operator, at: ClientAt, status: ClientStatus, word: &str) -> Result<(), Failure> {
    let (path, id) = (at.at.into(), at.client);
    let client = find(operator, &path, id).await?;
    operator.set_client_status(&path, id, client.version, status).await?;
    terminal::say(&format!("The client {} is {word}.", client.settings.name));
    Ok(())
}
