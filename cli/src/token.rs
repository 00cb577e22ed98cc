//! `regrant token`

use std::time::Duration;

use control::{Actor, Control, Operator, Sessions};
use domain::{
    clock::Timestamp,
    family::{FamilyState, FamilySummary, RevocationReason},
    id::{ClientId, FamilyId, TokenEventId, UserId},
    job::JobStatus,
    lifetime::parse_seconds,
    scope::Scope,
    view::FamilyFilter,
    wire,
    workspace::WorkspacePath,
};
use tokio::time::sleep;

use super::{
    at::WorkspaceAt,
    failure::Failure,
    listing::{Listing, next_after},
    open::open_existing,
    reuse, terminal,
};
use crate::config::Configuration;

/// How long to wait where a server works on the job.
const LOOKED_AGAIN_AFTER: Duration = Duration::from_millis(200);

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
        #[command(flatten)]
        listing: Listing,
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
    /// Revokes the refresh tokens that work and match, such as all that were not used for 90 days. Counts them, and works until they are revoked.
    RevokeMatching {
        #[command(flatten)]
        at: WorkspaceAt,
        #[command(flatten)]
        filter: Filter,
    },
    /// Lists reuses, newest first: refresh tokens that came back after they were replaced.
    Reuses {
        #[command(flatten)]
        at: WorkspaceAt,
        #[command(flatten)]
        filter: reuse::Filter,
        /// The most reuses to list.
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Print JSON, one object per line.
        #[arg(long)]
        json: bool,
    },
    /// Marks reuses as handled: all of them, or none where somebody has handled one already.
    HandleReuse {
        #[command(flatten)]
        at: WorkspaceAt,
        /// Which, as the list names them; at most 100.
        #[arg(required = true, value_name = "REUSE_ID")]
        reuses: Vec<TokenEventId>,
        /// What was found out, or done about them; at most 500 characters.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Takes the mark of a reuse back.
    ReopenReuse {
        #[command(flatten)]
        at: WorkspaceAt,
        /// Which, as the list names it.
        #[arg(value_name = "REUSE_ID")]
        reuse: TokenEventId,
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
    /// Only those that were first issued before this time, such as `2026-11-29` or `2026-11-29T15:04` (UTC).
    #[arg(long, value_name = "TIME")]
    issued_before: Option<Timestamp>,
    /// Only those that were not used for so long, such as `90d`.
    #[arg(long, value_name = "DURATION", value_parser = seconds)]
    unused_for: Option<i64>,
    /// Only those that work and end within so long, such as `7d`, unless they are used.
    #[arg(long, value_name = "DURATION", value_parser = seconds)]
    expires_within: Option<i64>,
    /// Only those that were revoked for this reason, by its code, such as `refresh_token_reuse`.
    #[arg(long, value_name = "REASON", value_parser = reason)]
    revoked_because: Option<RevocationReason>,
    /// Only those that have this scope.
    #[arg(long, value_parser = Scope::parse)]
    scope: Option<Scope>,
    /// Only those that are bound to a key or a certificate (`true`), or are not (`false`).
    #[arg(long, value_name = "BOOLEAN")]
    key_bound: Option<bool>,
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

fn seconds(text: &str) -> Result<i64, String> {
    parse_seconds(text).map_err(|error| error.to_string())
}

fn reason(code: &str) -> Result<RevocationReason, String> {
    RevocationReason::from_code(code).ok_or_else(|| {
        let codes: Vec<_> = RevocationReason::ALL.iter().map(|reason| reason.code()).collect();
        format!("choose one of {}", codes.join(", "))
    })
}

impl Filter {
    fn at(self, now: Timestamp) -> FamilyFilter {
        FamilyFilter {
            client: self.client,
            user: self.user,
            state: self.state,
            began_before: self.issued_before,
            unused_since: self.unused_for.map(|seconds| now.plus_seconds(-seconds)),
            expires_before: self.expires_within.map(|seconds| now.plus_seconds(seconds)),
            ended_because: self.revoked_because,
            scope: self.scope,
            key_bound: self.key_bound,
        }
    }
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::List { at, filter, limit, listing } => {
            let filter = filter.at(operator.now());
            list(&operator, &at.into(), &filter, limit, listing).await
        }
        Command::Count { at, filter } => {
            let path = at.into();
            let counted = operator.count_some_families(&path, &filter.at(operator.now())).await;
            let counted = counted.map_err(|error| Failure::naming(error, "workspace", &path))?;
            terminal::say(&format!("{}{}", if counted.at_least { "at least " } else { "" }, counted.number));
            Ok(())
        }
        Command::Revoke { at, which, end_sessions } => {
            revoke(&operator, &at.into(), which, if end_sessions { Sessions::End } else { Sessions::Stay }).await
        }
        Command::RevokeMatching { at, filter } => {
            let filter = filter.at(operator.now());
            revoke_matching(&installation.control(), &operator, &at.into(), &filter).await
        }
        Command::Reuses { at, filter, limit, json } => reuse::list(&operator, &at.into(), &filter.into(), limit, json).await,
        Command::HandleReuse { at, reuses, note } => reuse::handle(&operator, &at.into(), &reuses, &note).await,
        Command::ReopenReuse { at, reuse: id } => reuse::reopen(&operator, &at.into(), id).await,
    }
}

async fn list(operator: &Operator, path: &WorkspacePath, filter: &FamilyFilter, limit: usize, listing: Listing) -> Result<(), Failure> {
    let (mut left, mut after, now) = (limit, None, operator.now());
    while left > 0 {
        let page = operator.list_families(path, filter, after).await.map_err(|error| Failure::naming(error, "workspace", path))?;
        for family in page.items.iter().take(left) {
            left -= 1;
            listing.say(|| line(family, now), || wire::Token::of(family, now))?;
        }
        after = next_after(page.next);
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

async fn revoke_matching(control: &Control, operator: &Operator, path: &WorkspacePath, filter: &FamilyFilter) -> Result<(), Failure> {
    let named = |error| Failure::naming(error, "workspace", path);
    let mut job = operator.start_revocation(path, filter).await.map_err(named)?;
    while job.status == JobStatus::Running {
        // A server that runs may do it as well.
        if !control.work_on_next_job().await.map_err(named)? {
            sleep(LOOKED_AGAIN_AFTER).await;
        }
        job = operator.load_job(path, job.id).await.map_err(named)?;
    }
    terminal::say(&format!("Refresh tokens that were revoked: {}.", job.done));
    Ok(())
}
