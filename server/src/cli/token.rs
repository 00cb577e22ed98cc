//! `regrant token`

use control::{Actor, Operator, Sessions};
use domain::{
    clock::Timestamp,
    family::{FamilyState, FamilySummary},
    id::{ClientId, FamilyId, UserId},
    view::FamilyFilter,
    wire,
    workspace::WorkspacePath,
};

use super::{at::WorkspaceAt, failure::Failure, open::open_existing, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists refresh tokens, newest first: one for each sign-in that yielded one.
    List {
        #[command(flatten)]
        at: WorkspaceAt,
        #[command(flatten)]
        filter: Filter,
        /// The most refresh tokens to list.
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Print JSON, one object per line.
        #[arg(long)]
        json: bool,
    },
    /// Counts refresh tokens, up to 10,000.
    Count {
        #[command(flatten)]
        at: WorkspaceAt,
        #[command(flatten)]
        filter: Filter,
    },
    /// Revokes refresh tokens: one, those of a client, of a user, of a user at a client, or all of the workspace.
    Revoke {
        #[command(flatten)]
        at: WorkspaceAt,
        #[command(flatten)]
        which: Which,
        /// The sessions in which they were issued end, too.
        #[arg(long)]
        end_sessions: bool,
    },
}

/// Which refresh tokens; all where nothing is said.
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    /// Only those of this client.
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<ClientId>,
    /// Only those of this user.
    #[arg(long, value_name = "USER_ID")]
    user: Option<UserId>,
    /// Only those in this state: `live`, `expired` or `revoked`.
    #[arg(long, value_parser = state)]
    state: Option<FamilyState>,
}

/// Which refresh tokens are revoked.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(super) struct Which {
    /// This one.
    #[arg(long, value_name = "TOKEN_ID", conflicts_with_all = ["client", "user", "all"])]
    token: Option<FamilyId>,
    /// Those of this client.
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<ClientId>,
    /// Those of this user.
    #[arg(long, value_name = "USER_ID")]
    user: Option<UserId>,
    /// All of the workspace.
    #[arg(long, conflicts_with_all = ["client", "user"])]
    all: bool,
}

fn state(name: &str) -> Result<FamilyState, &'static str> {
    match name {
        "live" => Ok(FamilyState::Live),
        "expired" => Ok(FamilyState::Expired),
        "revoked" => Ok(FamilyState::Revoked),
        _ => Err("choose one of live, expired, revoked"),
    }
}

impl From<Filter> for FamilyFilter {
    fn from(Filter { client, user, state }: Filter) -> Self {
        Self { client, user, state }
    }
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::List { at, filter, limit, json } => list(&operator, &at.into(), filter.into(), limit, json).await,
        Command::Count { at, filter } => {
            let path = at.into();
            let count = operator.count_some_families(&path, filter.into()).await;
            terminal::say(&count.map_err(|error| Failure::naming(error, "workspace", &path))?.to_string());
            Ok(())
        }
        Command::Revoke { at, which, end_sessions } => {
            revoke(&operator, &at.into(), which, if end_sessions { Sessions::End } else { Sessions::Stay }).await
        }
    }
}

async fn list(operator: &Operator, path: &WorkspacePath, filter: FamilyFilter, limit: usize, json: bool) -> Result<(), Failure> {
    let (mut left, mut after, now) = (limit, None, operator.now());
    while left > 0 {
        let page = operator.list_families(path, filter, after).await.map_err(|error| Failure::naming(error, "workspace", path))?;
        for family in page.items.iter().take(left) {
            left -= 1;
            if json {
                terminal::say(&serde_json::to_string(&wire::Token::of(family, now)).map_err(Failure::Json)?);
            } else {
                terminal::say(&line(family, now));
            }
        }
        after = page.next.and_then(|cursor| cursor.parse().ok());
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

fn line(family: &FamilySummary, now: Timestamp) -> String {
    let token = wire::Token::of(family, now);
    let state = match family.state(now) {
        FamilyState::Live => "live",
        FamilyState::Expired => "expired",
        FamilyState::Revoked => "revoked",
    };
    format!("{}  {state:7}  {}  {}", family.id, token.client_name, token.user_identifier.as_deref().unwrap_or("(deleted)"))
}

async fn revoke(operator: &Operator, path: &WorkspacePath, which: Which, sessions: Sessions) -> Result<(), Failure> {
    if let Some(id) = which.token {
        operator.revoke_family(path, id, sessions).await.map_err(|error| Failure::naming(error, "refresh token", &id))?;
        terminal::say(&format!("The refresh token {id} is revoked."));
        return Ok(());
    }
    let revoked = operator.revoke_families(path, which.client, which.user, sessions).await;
    let revoked = revoked.map_err(|error| Failure::naming(error, "workspace, client or user at", path))?;
    terminal::say(&format!("Refresh tokens that were revoked: {revoked}."));
    Ok(())
}
