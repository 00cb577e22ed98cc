//! `regrant admin`

use control::{Actor, NewAdministrator, Operator, TypedApiToken};
use domain::{
    administrator::{Administrator, AdministratorStatus, Role},
    id::ApiTokenId,
    name::Slug,
};

use super::{failure::Failure, open::open_migrated, sign_in_link::sign_in_link, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Creates an administrator and prints a link that signs them in once, to set a password.
    Create {
        /// The e-mail address they sign in with.
        #[arg(long)]
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// The tenant they administer [default: all tenants].
        #[arg(long)]
        tenant: Option<Slug>,
        /// Their role there.
        #[arg(long, value_enum, default_value_t = RoleArgument::Administrator)]
        role: RoleArgument,
    },
    /// Prints a new link that signs an administrator in once; the previous link stops working.
    SignInLink {
        /// The administrator's e-mail address.
        #[arg(long)]
        email: String,
    },
    /// Lists the administrators with their tenant, role and status.
    List,
    /// Disables an administrator: their sessions, API tokens and sign-in link end at once and for good.
    Disable {
        /// The administrator's e-mail address.
        email: String,
    },
    /// Enables an administrator again, who then has to sign in again.
    Enable {
        /// The administrator's e-mail address.
        email: String,
    },
    /// Deletes an administrator, with their sessions and API tokens. What they did stays in the log.
    Delete {
        /// The administrator's e-mail address.
        email: String,
    },
    /// Sessions of administrators at the console.
    #[command(subcommand)]
    Sessions(SessionsCommand),
    /// API tokens, with which programs act as an administrator.
    #[command(subcommand)]
    Token(TokenCommand),
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum SessionsCommand {
    /// Signs an administrator out everywhere. Their API tokens stay.
    End {
        /// The administrator's e-mail address.
        email: String,
    },
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum TokenCommand {
    /// Creates a token and prints it once.
    Create {
        /// The e-mail address of the administrator that it acts as.
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// Its lifetime: 1 minute to 1 year.
        #[arg(long, default_value = "90d")]
        ttl: String,
    },
    /// Lists an administrator's tokens with purpose and expiry, never the values.
    List {
        /// The administrator's e-mail address.
        #[arg(long)]
        email: String,
    },
    /// Revokes a token, from the next request on.
    Revoke {
        /// Its identifier, as the list shows it.
        id: ApiTokenId,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum RoleArgument {
    /// Can read everything and change nothing.
    Auditor,
    /// Can read and change everything.
    Administrator,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Auditor => Self::Auditor,
            RoleArgument::Administrator => Self::Administrator,
        }
    }
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_migrated(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let email = match command {
        Command::Create { email, name, tenant, role } => {
            let named = tenant.as_ref().map(ToString::to_string).unwrap_or_default();
            let new = NewAdministrator { email, name, tenant, role: role.into() };
            operator.create_administrator(new).await.map_err(|error| Failure::naming(error, "tenant", &named))?.email.to_string()
        }
        Command::SignInLink { email } => email,
        Command::List => return list(&operator).await,
        Command::Disable { email } => {
            let changed = operator.set_administrator_status(&email, AdministratorStatus::Disabled).await;
            changed.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is disabled. Their sessions, API tokens and sign-in link have ended."));
            return warn_where_nobody_is_left(&operator).await;
        }
        Command::Enable { email } => {
            let changed = operator.set_administrator_status(&email, AdministratorStatus::Active).await;
            changed.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is active. Old sessions stay ended."));
            return Ok(());
        }
        Command::Delete { email } => {
            operator.delete_administrator(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is deleted."));
            return warn_where_nobody_is_left(&operator).await;
        }
        Command::Sessions(SessionsCommand::End { email }) => {
            let ended = operator.end_administrator_sessions(&email).await;
            let ended = ended.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is signed out everywhere. Sessions ended: {ended}."));
            return Ok(());
        }
        Command::Token(command) => return token(&operator, command).await,
    };
    let sign_in = operator.create_one_time_sign_in(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
    terminal::say(&format!("One-time sign-in link for {email} (valid until {}):", sign_in.expires_at));
    terminal::say(&sign_in_link(&installation.configuration.public_url, &sign_in.token));
    Ok(())
}

async fn list(operator: &Operator) -> Result<(), Failure> {
    let tenants = operator.list_tenants().await?;
    for administrator in operator.list_administrators().await? {
        let Administrator { email, name, tenant_id, role, status, .. } = administrator;
        let tenant = tenants.iter().find(|tenant| Some(tenant.id) == tenant_id);
        let of = tenant.map_or("all tenants", |tenant| tenant.slug.as_str());
        let role = match role {
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        };
        terminal::say(&format!("{email}  {}  {role} of {of}  {name}", status.label()));
    }
    Ok(())
}

/// The command line can always make another administrator, so nothing is refused; but the person at the terminal should know.
async fn warn_where_nobody_is_left(operator: &Operator) -> Result<(), Failure> {
    let administers =
        |one: &Administrator| one.status == AdministratorStatus::Active && one.role == Role::Administrator && one.tenant_id.is_none();
    if !operator.list_administrators().await?.iter().any(administers) {
        terminal::say("No active administrator of the installation is left. Make one with `regrant admin create`.");
    }
    Ok(())
}

async fn token(operator: &Operator, command: TokenCommand) -> Result<(), Failure> {
    match command {
        TokenCommand::Create { email, name, ttl } => {
            let typed = TypedApiToken { email: email.clone(), name, ttl };
            let new = operator.create_api_token(typed).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{} acts for {email} until {}. It is shown this once:", new.token.id, new.token.expires_at));
            terminal::say(new.value.expose());
        }
        TokenCommand::List { email } => {
            for token in operator.list_api_tokens(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))? {
                terminal::say(&format!("{}  until {}  {}", token.id, token.expires_at, token.name));
            }
        }
        TokenCommand::Revoke { id } => {
            let token = operator.revoke_api_token(id).await.map_err(|error| Failure::naming(error, "API token", &id))?;
            terminal::say(&format!("The token \u{201c}{}\u{201d} is revoked.", token.name));
        }
    }
    Ok(())
}
