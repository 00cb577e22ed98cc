//! Audit lines: of a workspace, of a tenant, of the installation.

use axum::response::Response;
use control::{Error, Export, Operator};
use domain::{
    audit::Change,
    audit_chain::StoredLine,
    id::AuditEventId,
    page::{Page, Window},
    view::{AuditFilter, AuditLine},
    wire::{AuditEvent, AuditQuery, ExportedAuditEvent},
};

use super::{
    asked::{Asked, At, Refused, Sought},
    format::Format,
    stream::{Exported, file},
};

/// The audit lines that a filter finds: as a table the newest first, and as JSON word for word as they are stored, the oldest first, with what is
/// needed to check them elsewhere.
struct AuditLines {
    operator: Operator,
    at: At,
    filter: AuditFilter,
    format: Format,
}

/// A line, as its format needs it.
enum Item {
    Told(Box<AuditLine>),
    Stored(Box<StoredLine>),
}

pub(super) async fn export(asked: Asked, Sought(query): Sought<AuditQuery>) -> Result<Response, Refused> {
    let filter = query.read().map_err(|_| Refused::Unread)?;
    let name = asked.file("log");
    let Asked { operator, at, format } = asked;
    file(AuditLines { operator, at, filter, format }, &name).await
}

impl Exported for AuditLines {
    type Item = Item;
    type Key = AuditEventId;
    const HEAD: &'static [&'static str] = &[
        "Event ID",
        "Time",
        "Action",
        "What",
        "Target",
        "Target ID",
        "Who",
        "Kind",
        "Tenant",
        "Workspace",
        "Changes",
        "Reason",
        "Address",
        "Request ID",
    ];

    fn format(&self) -> Format {
        self.format
    }

    async fn page(&self, window: Window<AuditEventId>) -> Result<Page<Item>, Error> {
        let (operator, filter) = (&self.operator, self.filter.clone());
        let At { tenant, workspace } = &self.at;
        match (self.format, tenant, workspace) {
            (Format::JsonLines, ..) => {
                let page = operator.export_audit(tenant.as_ref(), workspace.as_ref(), filter, window).await?;
                Ok(page.map(|line| Item::Stored(Box::new(line))))
            }
            (Format::Csv, Some(tenant), Some(workspace)) => {
                let told = |event| AuditLine { event, tenant: Some(tenant.to_string()), workspace: Some(workspace.to_string()) };
                let page = operator.list_audit_events(tenant, Some(workspace), filter, window).await?;
                Ok(page.map(|event| Item::Told(Box::new(told(event)))))
            }
            (Format::Csv, tenant, _) => {
                Ok(operator.list_audit_lines(tenant.as_ref(), filter, window).await?.map(|line| Item::Told(Box::new(line))))
            }
        }
    }

    async fn record(&self) -> Result<(), Error> {
        let At { tenant, workspace } = self.at.clone();
        self.operator.record_export(&Export::Log { tenant, workspace, filter: self.filter.clone() }, self.format.into()).await
    }

    fn line(&self, item: &Item) -> String {
        match item {
            Item::Told(line) => self.format.line(|| cells(line), || AuditEvent::from(&**line)),
            Item::Stored(line) => self.format.line(Vec::new, || ExportedAuditEvent::from(&**line)),
        }
    }
}

fn cells(line: &AuditLine) -> Vec<String> {
    let AuditLine { event, tenant, workspace } = line;
    let kind = AuditEvent::from(line).actor_kind;
    let changes: Vec<_> = event.changes.iter().map(|Change { field, from, to }| format!("{field}: {from} \u{2192} {to}")).collect();
    vec![
        event.id.to_string(),
        event.at.to_string(),
        event.action.code().to_owned(),
        event.action.label().to_owned(),
        event.target.clone(),
        event.target_id.clone(),
        event.actor.clone(),
        kind,
        tenant.clone().unwrap_or_default(),
        workspace.clone().unwrap_or_default(),
        changes.join("; "),
        event.context.reason.clone().unwrap_or_default(),
        event.context.address.map(|address| address.to_string()).unwrap_or_default(),
        event.context.request_id.clone().unwrap_or_default(),
    ]
}
