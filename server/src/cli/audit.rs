//! `regrant audit`

use control::{Actor, Operator};
use domain::{
    audit::AuditAction,
    id::AuditEventId,
    name::Slug,
    page::Page,
    view::{AuditFilter, AuditLine},
};

use super::{failure::Failure, open::open_existing, terminal};
use crate::config::Configuration;

/// Lists who did what, to what and when, newest first.
///
/// Without a tenant it lists the events of the whole installation, including those that belong to no tenant.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only events of this tenant.
    #[arg(long)]
    tenant: Option<Slug>,
    /// Only events of this workspace of the tenant.
    #[arg(long, requires = "tenant")]
    workspace: Option<Slug>,
    /// Only this action, by its code, such as `administrator.signed_in`.
    #[arg(long, value_parser = action)]
    action: Option<AuditAction>,
    /// The most events to list.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print JSON, one object per line.
    #[arg(long)]
    json: bool,
}

fn action(code: &str) -> Result<AuditAction, String> {
    AuditAction::from_code(code).ok_or_else(|| {
        let codes: Vec<_> = AuditAction::ALL.iter().map(|action| action.code()).collect();
        format!("choose one of {}", codes.join(", "))
    })
}

pub(super) async fn run(configuration: Configuration, arguments: Arguments) -> Result<(), Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let Arguments { tenant, workspace, action, limit, json } = arguments;
    let place = (tenant.as_ref(), workspace.as_ref());
    let (mut left, mut after) = (limit, None);
    while left > 0 {
        let page = load(&operator, place, AuditFilter { action }, after).await?;
        for line in page.items.into_iter().take(left) {
            left -= 1;
            print(&line, json)?;
        }
        after = page.next.and_then(|cursor| cursor.parse().ok());
        if after.is_none() {
            break;
        }
    }
    Ok(())
}

async fn load(
    operator: &Operator,
    (tenant, workspace): (Option<&Slug>, Option<&Slug>),
    filter: AuditFilter,
    after: Option<AuditEventId>,
) -> Result<Page<AuditLine>, Failure> {
    let (Some(tenant), Some(workspace)) = (tenant, workspace) else {
        let named = tenant.map(ToString::to_string).unwrap_or_default();
        return operator.list_audit_lines(tenant, filter, after).await.map_err(|error| Failure::naming(error, "tenant", &named));
    };
    let page = operator.list_audit_events(tenant, Some(workspace), filter, after).await;
    let page = page.map_err(|error| Failure::naming(error, "workspace", &format!("{tenant}/{workspace}")))?;
    let located = |event| AuditLine { event, tenant: Some(tenant.to_string()), workspace: Some(workspace.to_string()) };
    Ok(Page { items: page.items.into_iter().map(located).collect(), next: page.next, total: page.total })
}

fn print(line: &AuditLine, json: bool) -> Result<(), Failure> {
    if json {
        terminal::say(&serde_json::to_string(line).map_err(Failure::Json)?);
        return Ok(());
    }
    let AuditLine { event, tenant, workspace } = line;
    let place: Vec<_> = tenant.iter().chain(workspace).map(String::as_str).collect();
    let place = if place.is_empty() { "installation".to_owned() } else { place.join("/") };
    terminal::say(&format!("{}  {place}  {}  {}  by {}", event.at, event.action.code(), event.target, event.actor));
    for change in &event.changes {
        terminal::say(&format!("    {}: \u{201c}{}\u{201d} \u{2192} \u{201c}{}\u{201d}", change.field, change.from, change.to));
    }
    Ok(())
}
