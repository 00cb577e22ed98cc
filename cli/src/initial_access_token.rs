//! `regrant initial-access-token`

use control::{Actor, TypedInitialAccessToken};
use domain::{id::InitialAccessTokenId, wire, workspace::WorkspacePath};

use super::{at::WorkspaceAt, failure::Failure, listing::Listing, open::open_existing, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists the tokens of a workspace, newest first.
    List {
        #[command(flatten)]
        at: WorkspaceAt,
        #[command(flatten)]
        listing: Listing,
    },
    /// Creates a token, and prints it. It is shown only once.
    Create {
        #[command(flatten)]
        at: WorkspaceAt,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// How long it works: 1 minute to 1 year, such as `30d`.
        #[arg(long, default_value = "30d")]
        ttl: String,
        /// How many clients it can register: 1 to 10,000.
        #[arg(long, default_value = "1")]
        uses: String,
    },
    /// Revokes a token. Clients that registered by it stay.
    Revoke {
        #[command(flatten)]
        at: WorkspaceAt,
        /// Which, as the list names it.
        #[arg(value_name = "TOKEN_ID")]
        id: InitialAccessTokenId,
    },
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let no_workspace = |error: control::Error, path: &WorkspacePath| Failure::naming(error, "workspace", path);
    match command {
        Command::List { at, listing } => {
            let path = WorkspacePath::from(at);
            let tokens = operator.list_initial_access_tokens(&path).await.map_err(|error| no_workspace(error, &path))?;
            for token in &tokens {
                let line = || {
                    let (left, uses) = (token.uses_left(), token.uses);
                    format!("{}  {}  {left} of {uses} uses left, until {}, by {}", token.id, token.name, token.expires_at, token.created_by)
                };
                listing.say(line, || wire::InitialAccessToken::from(token))?;
            }
        }
        Command::Create { at, name, ttl, uses } => {
            let path = WorkspacePath::from(at);
            let typed = TypedInitialAccessToken { name, ttl, uses };
            let new = operator.create_initial_access_token(&path, typed).await.map_err(|error| no_workspace(error, &path))?;
            terminal::say(new.value.expose());
        }
        Command::Revoke { at, id } => {
            let revoked = operator.revoke_initial_access_token(&at.into(), id).await;
            let token = revoked.map_err(|error| Failure::naming(error, "initial access token", &id))?;
            terminal::say(&format!("The initial access token {} was revoked.", token.name));
        }
    }
    Ok(())
}
