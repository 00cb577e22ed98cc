//! `regrant client`

use std::path::Path;

use control::{Actor, Operator, SavedClient};
use domain::{
    client::{ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    client_keys::{ClientKeys, JwkSet},
    client_secret::KeepPrevious,
    client_uri::{BackchannelLogoutUri, ClientUriError, JwksUri},
    grant_type::GrantType,
    id::ClientId,
    lifetime::LifetimeError,
    name::{Name, NameError},
    redirect_uri::{RedirectUri, RedirectUriError},
    scope::{InvalidScope, Scope},
    wire,
    workspace::WorkspacePath,
};

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
        #[arg(long, value_name = "FILE", value_parser = jwks, conflicts_with = "jwks_uri")]
        jwks: Option<JwkSet>,
        /// The same, with the address where the client publishes its public keys.
        #[arg(long, value_name = "URI", value_parser = jwks_uri)]
        jwks_uri: Option<JwksUri>,
        /// Each of its authorization requests has to be pushed first (RFC 9126).
        #[arg(long)]
        require_pushed_authorization_requests: bool,
        /// Where it is told that users were signed out (OpenID Connect Back-Channel Logout).
        #[arg(long, value_name = "URI", value_parser = logout_uri)]
        backchannel_logout_uri: Option<BackchannelLogoutUri>,
        /// It is told which session was ended (`sid`). Otherwise it ends all that the user has there.
        #[arg(long, requires = "backchannel_logout_uri")]
        backchannel_logout_session_required: bool,
    },
    /// Replaces the public keys that a client authenticates by. A client that authenticated by a secret does so by its private key from now on
    /// (`private_key_jwt`), and its secret ends.
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

/// What a client is told when users were signed out.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(super) struct LogoutArgs {
    /// Where it is told.
    #[arg(long, value_name = "URI", value_parser = logout_uri, conflicts_with = "off")]
    uri: Option<BackchannelLogoutUri>,
    /// It is told which session was ended (`sid`). Otherwise it ends all that the user has there.
    #[arg(long, requires = "uri")]
    session_required: bool,
    /// It is not told any more.
    #[arg(long)]
    off: bool,
}

fn logout_uri(text: &str) -> Result<BackchannelLogoutUri, ClientUriError> {
    BackchannelLogoutUri::parse(text)
}

fn jwks(path: &str) -> Result<JwkSet, String> {
    let text = bounded_file::read_text(Path::new(path)).map_err(|error| format!("the file cannot be read: {error}"))?;
    JwkSet::parse(&text).map_err(|error| error.to_string())
}

fn jwks_uri(text: &str) -> Result<JwksUri, ClientUriError> {
    JwksUri::parse(text)
}

/// Has a client authenticate by its private key, where there are public ones.
fn authenticate_by(settings: &mut ClientSettings, jwks: Option<JwkSet>, jwks_uri: Option<JwksUri>) {
    if jwks.is_some() || jwks_uri.is_some() {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
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
            require_pushed_authorization_requests,
            backchannel_logout_uri,
            backchannel_logout_session_required,
        } => {
            let mut settings = ClientSettings {
                redirect_uris,
                require_pushed_authorization_requests,
                backchannel_logout_uri,
                backchannel_logout_session_required,
                ..ClientSettings::defaults(name, client_type)
            };
            settings.grant_types.extend(grant_types);
            // Nobody could be sent back to it: it is for devices alone.
            if settings.has_grant(GrantType::DeviceCode) && settings.redirect_uris.is_empty() {
                settings.grant_types.remove(&GrantType::AuthorizationCode);
            }
            authenticate_by(&mut settings, jwks, jwks_uri);
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
        Command::SetBackchannelLogout { at, logout: LogoutArgs { uri, session_required, off } } => {
            let (path, id) = (at.at.into(), at.client);
            let client = find(&operator, &path, id).await?;
            let settings = ClientSettings {
                backchannel_logout_uri: uri.filter(|_| !off),
                backchannel_logout_session_required: session_required,
                ..client.settings
            };
            let saved = operator.set_client(&path, id, client.version, settings).await?;
            terminal::say(&tell_logout(&saved.client.settings));
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
    format!("{name} authenticates by its private key (private_key_jwt). Its public keys:{}", jwks.chain(address).collect::<String>())
}

fn tell_logout(settings: &ClientSettings) -> String {
    let name = &settings.name;
    match &settings.backchannel_logout_uri {
        Some(uri) if settings.backchannel_logout_session_required => {
            format!("{name} is told at {uri} that users were signed out, and of which session.")
        }
        Some(uri) => format!("{name} is told at {uri} that users were signed out."),
        None => format!("{name} is not told that users were signed out."),
    }
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
