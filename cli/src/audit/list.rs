//! `regrant audit`

use std::{collections::HashSet, time::Duration};

use control::Operator;
use domain::{audit_news::LineNumber, id::AuditEventId, page::Page, view::AuditLine};
use tokio::time::sleep;

use super::selection::Selection;
use crate::{
    failure::Failure,
    listing::{Listing, next_after},
    terminal,
};

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// The most events to list.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print the oldest first, and go on with events as they happen, until it is interrupted. It needs `--tenant`, and a server that runs: events get their places
    /// in the log from it, about a second after they happened.
    #[arg(long, requires = "tenant", conflicts_with = "until")]
    follow: bool,
    #[command(flatten)]
    listing: Listing,
}

/// How long it waits before it looks for new events again.
const LOOKED_AGAIN_AFTER: Duration = Duration::from_secs(1);

pub(super) async fn run(operator: &Operator, arguments: Arguments) -> Result<(), Failure> {
    let Arguments { selection, limit, follow, listing } = arguments;
    match (follow, &selection.tenant) {
        (true, Some(_)) => follow_log(operator, &selection, limit, listing).await,
        _ => newest(operator, &selection, limit, |line| print(&line, listing)).await,
    }
}

/// Hands the newest lines on, the newest first.
async fn newest(
    operator: &Operator,
    selection: &Selection,
    limit: usize,
    mut hand: impl FnMut(AuditLine) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (mut left, mut after) = (limit, None);
    while left > 0 {
        let page = load(operator, selection, after).await?;
        for line in page.items.into_iter().take(left) {
            left -= 1;
            hand(line)?;
        }
        after = next_after(page.next);
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

/// Prints the newest lines, the oldest first, and then those that come, until nobody reads them any more.
async fn follow_log(operator: &Operator, selection: &Selection, limit: usize, listing: Listing) -> Result<(), Failure> {
    let (what, name) = selection.named();
    let Some(tenant) = &selection.tenant else { return Ok(()) };
    let missing = |error| Failure::naming(error, what, &name);
    let log = operator.follow_audit(tenant, selection.workspace.as_ref()).await.map_err(missing)?;
    // Before the list is read, so that no line is between the two. What is in both is printed once.
    let mut after = log.position().await?;
    let mut lines = Vec::new();
    newest(operator, selection, limit, |line| {
        lines.push(line);
        Ok(())
    })
    .await?;
    let printed: HashSet<AuditEventId> = lines.iter().map(|line| line.event.id).collect();
    for line in lines.iter().rev() {
        print(line, listing)?;
    }
    let filter = selection.filter();
    while !terminal::is_lost() {
        let news = log.news(after).await?;
        let new = news.lines.iter().map(|numbered| &numbered.line);
        for line in new.filter(|line| filter.finds(&line.event) && !printed.contains(&line.event.id)) {
            print(line, listing)?;
        }
        after = LineNumber::of(news.until);
        if !news.more {
            sleep(LOOKED_AGAIN_AFTER).await;
        }
    }
    Ok(())
}

async fn load(operator: &Operator, selection: &Selection, after: Option<AuditEventId>) -> Result<Page<AuditLine>, Failure> {
    let (what, name) = selection.named();
    let missing = |error| Failure::naming(error, what, &name);
    let (Some(tenant), Some(workspace)) = (&selection.tenant, &selection.workspace) else {
        return operator.list_audit_lines(selection.tenant.as_ref(), selection.filter(), after).await.map_err(missing);
    };
    let page = operator.list_audit_events(tenant, Some(workspace), selection.filter(), after).await.map_err(missing)?;
    Ok(page.map(|event| AuditLine { event, tenant: Some(tenant.to_string()), workspace: Some(workspace.to_string()) }))
}

fn print(line: &AuditLine, listing: Listing) -> Result<(), Failure> {
    listing.say_lines(|| words(line), || line)
}

/// Tells an event in lines of its own: nothing that somebody typed begins another.
fn words(line: &AuditLine) -> Vec<String> {
    let AuditLine { event, tenant, workspace } = line;
    let place: Vec<_> = tenant.iter().chain(workspace).map(String::as_str).collect();
    let place = if place.is_empty() { "installation".to_owned() } else { place.join("/") };
    let from = event.context.address.map(|address| format!(" from {address}")).unwrap_or_default();
    let head = format!("{}  {place}  {}  {}  by {}{from}", event.at, event.action.code(), event.target, event.actor);
    let changes = event.changes.iter();
    let changes =
        changes.map(|change| format!("    {}: \u{201c}{}\u{201d} \u{2192} \u{201c}{}\u{201d}", change.field, change.from, change.to));
    let reason = event.context.reason.iter().map(|reason| format!("    reason: {reason}"));
    std::iter::once(head).chain(changes).chain(reason).collect()
}

#[cfg(test)]
mod tests {
    use domain::{
        audit::{ActorKind, AuditAction, AuditEvent, Change},
        audit_context::AuditContext,
        clock::Timestamp,
        name::on_a_line,
    };

    use super::*;

    #[test]
    fn nothing_that_is_stored_begins_a_line_of_its_own_or_commands_the_terminal() {
        let stored = "x\n2026-01-01T00:00:00Z  acme  client.deleted\u{1b}[2K".to_owned();
        let event = AuditEvent {
            id: AuditEventId::new(Timestamp::from_millis(0), [1; 10]),
            tenant_id: None,
            workspace_id: None,
            at: Timestamp::from_millis(0),
            actor_kind: ActorKind::User,
            actor: stored.clone(),
            action: AuditAction::ClientCreated,
            target: stored.clone(),
            target_id: stored.clone(),
            changes: vec![Change { field: "name".to_owned(), from: stored.clone(), to: stored.clone() }],
            context: AuditContext { reason: Some(stored), ..AuditContext::default() },
        };
        let lines = words(&AuditLine { event, tenant: None, workspace: None });
        assert_eq!(lines.len(), 3, "the event, its change and its reason");
        for shown in lines.iter().map(|line| on_a_line(line)) {
            assert!(!shown.contains(['\n', '\u{1b}']), "{shown}");
            assert!(shown.contains(r"x\n2026-01-01T00:00:00Z  acme  client.deleted\u{1b}[2K"), "{shown}");
        }
    }
}
