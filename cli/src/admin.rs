//! `regrant admin`

mod client;
mod role;

use control::{Actor, NewAdministrator, Operator, TypedApiToken};
use domain::{
    administrator::AdministratorStatus,
    grants::Level,
    id::{ApiTokenId, PasskeyId},
    name::Slug,
    permission::{Action, Actions},
    role::{BuiltInRole, RoleRef},
    view::{AdministratorView, AssignmentView, LevelPath},
    wire,
};

use super::{failure::Failure, listing::Listing, open::open_migrated, sign_in_link::sign_in_link, terminal};
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
        /// Their role there: owner, administrator, manager, support or auditor.
        #[arg(long, value_parser = built_in_role, default_value = BuiltInRole::Owner.name())]
        role: BuiltInRole,
    },
    /// Prints a new link that signs an administrator in once; the previous link stops working.
    SignInLink(Who),
    /// Lists the administrators with their roles and status.
    List(Listing),
    /// Roles of administrators.
    #[command(subcommand)]
    Role(role::Command),
    /// Disables an administrator: their sessions, API tokens and sign-in link end at once and for good.
    Disable(Who),
    /// Enables an administrator again, who then has to sign in again.
    Enable(Who),
    /// Deletes an administrator, with their sessions and API tokens. What they did stays in the log.
    Delete(Who),
    /// Sessions of administrators at the console.
    #[command(subcommand)]
    Sessions(SessionsCommand),
    /// Second factors of administrators.
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
    /// Single passkeys of an administrator.
    #[command(subcommand)]
    Passkey(PasskeyCommand),
    /// API tokens, with which programs act as an administrator.
    #[command(subcommand)]
    Token(TokenCommand),
    /// API clients: programs that act for themselves.
    #[command(subcommand)]
    Client(client::Command),
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum SessionsCommand {
    /// Signs an administrator out everywhere. Their API tokens stay.
    End(Who),
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum PasskeyCommand {
    /// Lists the passkeys of an administrator, the oldest first.
    List {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        listing: Listing,
    },
    /// Removes a passkey of an administrator who has lost the device that holds it. Their sessions end.
    Remove {
        #[command(flatten)]
        who: Who,
        /// Its identifier, as the list shows it.
        #[arg(long)]
        passkey: PasskeyId,
    },
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum SecondFactorCommand {
    /// Removes the second factor of an administrator who has lost it, with their passkeys, and signs them out everywhere. Their password alone
    /// signs them in then.
    Reset(Who),
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum TokenCommand {
    /// Creates a token and prints it once.
    Create {
        #[command(flatten)]
        who: Who,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// Its lifetime: 1 minute to 1 year.
        #[arg(long, default_value = "90d")]
        ttl: String,
        /// An action that it permits, such as clients.see; can be given more than once [default: all that the administrator may do].
        #[arg(long = "scope", value_parser = role::action)]
        scope: Vec<Action>,
    },
    /// Lists an administrator's tokens with purpose and expiry, never the values.
    List {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        listing: Listing,
    },
    /// Revokes a token, from the next request on.
    Revoke {
        /// Its identifier, as the list shows it.
        id: ApiTokenId,
    },
}

/// An administrator, named with or without the flag.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct Who {
    /// The administrator's e-mail address.
    #[arg(value_name = "EMAIL")]
    named: Option<String>,
    /// The same.
    #[arg(long)]
    email: Option<String>,
}

impl Who {
    fn into_email(self) -> String {
        self.named.or(self.email).unwrap_or_default()
    }
}

fn built_in_role(name: &str) -> Result<BuiltInRole, String> {
    let names = || BuiltInRole::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
    BuiltInRole::from_name(name).ok_or_else(|| format!("there are the roles {}", names()))
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_migrated(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let email = match command {
        Command::Create { email, name, tenant, role } => {
            let named = tenant.as_ref().map(ToString::to_string).unwrap_or_default();
            let new = NewAdministrator { email, name, tenant, role };
            operator.create_administrator(new).await.map_err(|error| Failure::naming(error, "tenant", &named))?.email.to_string()
        }
        Command::SignInLink(who) => who.into_email(),
        Command::List(listing) => return list(&operator, listing).await,
        Command::Disable(who) => {
            let email = who.into_email();
            let changed = operator.set_administrator_status(&email, AdministratorStatus::Disabled).await;
            changed.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is disabled. Their sessions, API tokens and sign-in link have ended."));
            return warn_where_nobody_is_left(&operator).await;
        }
        Command::Enable(who) => {
            let email = who.into_email();
            let changed = operator.set_administrator_status(&email, AdministratorStatus::Active).await;
            changed.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is active. Old sessions stay ended."));
            return Ok(());
        }
        Command::Delete(who) => {
            let email = who.into_email();
            operator.delete_administrator(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is deleted."));
            return warn_where_nobody_is_left(&operator).await;
        }
        Command::Sessions(SessionsCommand::End(who)) => {
            let email = who.into_email();
            let ended = operator.end_administrator_sessions(&email).await;
            let ended = ended.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{email} is signed out everywhere. Sessions ended: {ended}."));
            return Ok(());
        }
        Command::SecondFactor(SecondFactorCommand::Reset(who)) => {
            let email = who.into_email();
            let reset = operator.reset_second_factor(&email).await;
            let there_was = reset.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&if there_was {
                format!("The second factor of {email} is removed, and they are signed out everywhere. Their password alone signs them in.")
            } else {
                format!("{email} has no second factor.")
            });
            return Ok(());
        }
        Command::Passkey(command) => return passkey(&operator, command).await,
        Command::Role(command) => return role::run(&operator, command).await,
        Command::Token(command) => return token(&operator, command).await,
        Command::Client(command) => return client::run(&operator, command).await,
    };
    let sign_in = operator.create_one_time_sign_in(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
    terminal::say(&format!("One-time sign-in link for {email} (valid until {}):", sign_in.expires_at));
    terminal::say(&sign_in_link(&installation.configuration.public_url, &sign_in.token));
    Ok(())
}

async fn list(operator: &Operator, listing: Listing) -> Result<(), Failure> {
    for one in operator.list_administrators(&LevelPath::default()).await? {
        let line = || {
            let roles: Vec<_> = one.assignments.iter().map(|at| format!("{} of {}", at.role_name.to_lowercase(), at.level_name)).collect();
            let roles = if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") };
            let factor = if one.second_factor { "  second factor" } else { "" };
            format!("{}  {}  {roles}  {}{factor}", one.email, one.status.label(), one.name)
        };
        listing.say(line, || wire::Administrator::from(&one))?;
    }
    Ok(())
}

/// The command line can always make another administrator, so nothing is refused; but the person at the terminal should know.
async fn warn_where_nobody_is_left(operator: &Operator) -> Result<(), Failure> {
    let owns = |one: &AdministratorView| {
        let owner = |at: &AssignmentView| (at.role, at.level) == (RoleRef::BuiltIn(BuiltInRole::Owner), Level::Installation);
        one.status == AdministratorStatus::Active && one.assignments.iter().any(owner)
    };
    if !operator.list_administrators(&LevelPath::default()).await?.iter().any(owns) {
        terminal::say("No active owner of the installation is left. Make one with `regrant admin create`.");
    }
    Ok(())
}

async fn passkey(operator: &Operator, command: PasskeyCommand) -> Result<(), Failure> {
    match command {
        PasskeyCommand::List { who, listing } => {
            let email = who.into_email();
            let found = operator.list_administrator_passkeys(&email).await;
            for one in found.map_err(|error| Failure::naming(error, "administrator", &email))? {
                let used = one.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {at}"));
                listing.say(|| format!("{}  added {}  {used}  {}", one.id, one.created_at, one.name), || wire::Passkey::from(&one))?;
            }
        }
        PasskeyCommand::Remove { who, passkey } => {
            let email = who.into_email();
            // An administrator who is not there is named first.
            operator.list_administrator_passkeys(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
            let removed = operator.remove_administrator_passkey(&email, passkey).await;
            removed.map_err(|error| Failure::naming(error, "passkey", &passkey))?;
            terminal::say(&format!("The passkey of {email} is removed, and they are signed out everywhere."));
        }
    }
    Ok(())
}

async fn token(operator: &Operator, command: TokenCommand) -> Result<(), Failure> {
    match command {
        TokenCommand::Create { who, name, ttl, scope } => {
            let email = who.into_email();
            let scope = (!scope.is_empty()).then(|| scope.into_iter().collect::<Actions>());
            let typed = TypedApiToken { email: email.clone(), name, ttl, scope };
            let new = operator.create_api_token(typed).await.map_err(|error| Failure::naming(error, "administrator", &email))?;
            terminal::say(&format!("{} acts for {email} until {}. It is shown only once:", new.token.id, new.token.expires_at));
            terminal::say(new.value.expose());
        }
        TokenCommand::List { who, listing } => {
            let email = who.into_email();
            for token in operator.list_api_tokens(&email).await.map_err(|error| Failure::naming(error, "administrator", &email))? {
                listing.say(|| format!("{}  until {}  {}", token.id, token.expires_at, token.name), || wire::ApiToken::from(&token))?;
            }
        }
        TokenCommand::Revoke { id } => {
            let token = operator.revoke_api_token(id).await.map_err(|error| Failure::naming(error, "API token", &id))?;
            terminal::say(&format!("The token \u{201c}{}\u{201d} is revoked.", token.name));
        }
    }
    Ok(())
}
