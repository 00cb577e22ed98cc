//! `regrant admin`

use control::{Actor, Desk, NewAdministrator, TypedApiToken};
use domain::{administrator::Role, id::ApiTokenId, name::Slug};

use super::{Failure, open_migrated};
use crate::{config::Configuration, demonstration::sign_in_link, terminal};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Makes an administrator and prints a link that signs them in once, to set a password.
    Create {
        /// The e-mail address they sign in with.
        #[arg(long)]
        email: String,
        /// What they are called.
        #[arg(long)]
        name: String,
        /// The tenant they administer; all of them where none is named.
        #[arg(long)]
        tenant: Option<Slug>,
        /// What they may do there.
        #[arg(long, value_enum, default_value_t = RoleArgument::Administrator)]
        role: RoleArgument,
    },
    /// Prints a new link that signs an administrator in once; the one before it does not work any more.
    SignInLink {
        /// The administrator's e-mail address.
        #[arg(long)]
        email: String,
    },
    /// Tokens for the admin API, with which an administrator's programs act in their name.
    #[command(subcommand)]
    Token(TokenCommand),
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum TokenCommand {
    /// Makes a token and prints it, this once.
    Create {
        /// The e-mail address of the administrator in whose name it acts.
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// How long it lives: 1 minute to 1 year.
        #[arg(long, default_value = "90d")]
        ttl: String,
    },
    /// Shows an administrator's tokens: what they are for and until when they live, never they themselves.
    List {
        /// The administrator's e-mail address.
        #[arg(long)]
        email: String,
    },
    /// Revokes a token: from the next request on it is nobody's.
    Revoke {
        /// Its identifier, as the list shows it.
        id: ApiTokenId,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum RoleArgument {
    /// Sees everything, changes nothing.
    Auditor,
    /// Sees and changes everything.
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
    let desk = installation.control().acting_as(Actor::CommandLine);
    let email = match command {
        Command::Create { email, name, tenant, role } => {
            let named = tenant.as_ref().map(ToString::to_string).unwrap_or_default();
            let new = NewAdministrator { email, name, tenant, role: role.into() };
            desk.create_administrator(new).await.map_err(|error| Failure::naming(error, "tenant", &named))?.email.to_string()
        }
        Command::SignInLink { email } => email,
        Command::Token(command) => return token(&desk, command).await,
    };
    let sign_in = desk.create_one_time_sign_in(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
    terminal::say(&format!("{email} signs in once, before {}, at", sign_in.expires_at));
    terminal::say(&sign_in_link(&installation.configuration.public_url, &sign_in.token));
    Ok(())
}

async fn token(desk: &Desk, command: TokenCommand) -> Result<(), Failure> {
    match command {
        TokenCommand::Create { email, name, ttl } => {
            let typed = TypedApiToken { email: email.clone(), name, ttl };
            let new = desk.create_api_token(typed).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{} acts for {email} until {}. It is shown this once:", new.token.id, new.token.expires_at));
            terminal::say(new.value.expose());
        }
        TokenCommand::List { email } => {
            for token in desk.list_api_tokens(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))? {
                terminal::say(&format!("{}  until {}  {}", token.id, token.expires_at, token.name));
            }
        }
        TokenCommand::Revoke { id } => {
            let token = desk.revoke_api_token(id).await.map_err(|error| Failure::naming(error, "API token", &id))?;
            terminal::say(&format!("The token \u{201c}{}\u{201d} is revoked.", token.name));
        }
    }
    Ok(())
}
