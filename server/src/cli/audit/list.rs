//! `regrant audit`

use control::Operator;
use domain::{id::AuditEventId, page::Page, view::AuditLine};

use super::selection::Selection;
use crate::cli::{failure::Failure, listing::Listing};

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// The most events to list.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    listing: Listing,
}

pub(super) async fn run(operator: &Operator, arguments: Arguments) -> Result<(), Failure> {
    let Arguments { selection, limit, listing } = arguments;
    let (mut left, mut after) = (limit, None);
    while left > 0 {
        let page = load(operator, &selection, after).await?;
        for line in page.items.into_iter().take(left) {
            left -= 1;
            print(&line, listing)?;
        }
        after = page.next.and_then(|cursor| cursor.parse().ok());
        if after.is_none() {
            break;
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
    listing.say(|| words(line), || line)
}

fn words(line: &AuditLine) -> String {
    let AuditLine { event, tenant, workspace } = line;
    let place: Vec<_> = tenant.iter().chain(workspace).map(String::as_str).collect();
    let place = if place.is_empty() { "installation".to_owned() } else { place.join("/") };
    let from = event.context.address.map(|address| format!(" from {address}")).unwrap_or_default();
    let head = format!("{}  {place}  {}  {}  by {}{from}", event.at, event.action.code(), event.target, event.actor);
    let changes = event.changes.iter();
    let changes =
        changes.map(|change| format!("    {}: \u{201c}{}\u{201d} \u{2192} \u{201c}{}\u{201d}", change.field, change.from, change.to));
    let reason = event.context.reason.iter().map(|reason| format!("    reason: {reason}"));
    std::iter::once(head).chain(changes).chain(reason).collect::<Vec<_>>().join("\n")
}
