//! Reuses of refresh tokens, on the command line: part of `regrant token`.

use control::{Error, Operator};
use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId, UserId},
    reuse::{ReuseFilter, ReuseLine},
    wire,
    workspace::WorkspacePath,
};

use super::{failure::Failure, listing::next_after, terminal};

/// Which reuses; all where nothing is said.
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    /// Only those at this client.
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<ClientId>,
    /// Only those of this user.
    #[arg(long, value_name = "USER_ID")]
    user: Option<UserId>,
    /// Only that of this refresh token.
    #[arg(long, value_name = "TOKEN_ID")]
    token: Option<FamilyId>,
    /// Only those that somebody has handled (`true`), or nobody has (`false`).
    #[arg(long, value_name = "BOOLEAN")]
    handled: Option<bool>,
    /// Only those from this time on, such as `2026-11-29` or `2026-11-29T15:04` (UTC).
    #[arg(long, value_name = "TIME")]
    since: Option<Timestamp>,
    /// Only those before this time.
    #[arg(long, value_name = "TIME")]
    until: Option<Timestamp>,
}

impl From<Filter> for ReuseFilter {
    fn from(filter: Filter) -> Self {
        let Filter { client, user, token, handled, since, until } = filter;
        Self { client, user, family: token, handled, since, until }
    }
}

pub(super) async fn list(operator: &Operator, path: &WorkspacePath, filter: &ReuseFilter, limit: usize, json: bool) -> Result<(), Failure> {
    let (mut left, mut after) = (limit, None);
    while left > 0 {
        let page = operator.list_reuses(path, filter, after).await.map_err(|error| Failure::naming(error, "workspace", path))?;
        for line in page.items.iter().take(left) {
            left -= 1;
            if json {
                terminal::say_json_line(&wire::Reuse::from(line))?;
            } else {
                terminal::say(&words(line));
            }
        }
        after = next_after(page.next);
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

fn words(line: &ReuseLine) -> String {
    let ReuseLine { reuse, client_name, user_identifier } = line;
    let handled = reuse.handled.as_ref().map_or_else(|| "open".to_owned(), |handled| format!("handled by {}", handled.by));
    let address = reuse.address.map(|address| format!("  from {address}")).unwrap_or_default();
    let user = user_identifier.as_deref().unwrap_or("(deleted)");
    format!("{}  {}  {}  {client_name}  {user}{address}  {handled}", reuse.id, reuse.at(), line.token_words())
}

pub(super) async fn handle(operator: &Operator, path: &WorkspacePath, ids: &[TokenEventId], note: &str) -> Result<(), Failure> {
    let named = |error| Failure::naming(error, "reuse among those named in", path);
    match operator.handle_reuses(path, ids, note).await {
        Ok(()) => {
            terminal::say(&format!("Reuses that are marked as handled: {}.", ids.len()));
            Ok(())
        }
        Err(Error::Stale) => {
            let reuses = operator.load_selected_reuses(path, ids).await.map_err(named)?;
            let before: Vec<_> = reuses.iter().filter_map(by_whom).collect();
            Err(Failure::NothingDone(format!("Handled already: {}.", before.join("; "))))
        }
        Err(error) => Err(named(error)),
    }
}

/// Says who has handled a reuse.
fn by_whom(line: &ReuseLine) -> Option<String> {
    line.reuse.handled.as_ref().map(|handled| format!("{} by {} at {}", line.reuse.id, handled.by, handled.at))
}

pub(super) async fn reopen(operator: &Operator, path: &WorkspacePath, id: TokenEventId) -> Result<(), Failure> {
    let named = |error| Failure::naming(error, "reuse", &id);
    let line = operator.load_reuse(path, id).await.map_err(named)?;
    operator.reopen_reuse(path, id, line.reuse.version).await.map_err(named)?;
    terminal::say(&format!("The reuse {id} is open."));
    Ok(())
}
