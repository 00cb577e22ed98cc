//! `regrant audit export`

use control::{Export, ExportFormat, Operator};
use domain::{id::AuditEventId, page::Window, wire::ExportedAuditEvent};

use super::selection::Selection;
use crate::{failure::Failure, listing::next_after, terminal};

/// How many lines are read at once.
const LINES_AT_ONCE: u64 = 500;

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
}

pub(super) async fn run(operator: &Operator, arguments: Arguments) -> Result<(), Failure> {
    let (selection, mut after) = (arguments.selection, None);
    let (what, name) = selection.named();
    let export = Export::Log { tenant: selection.tenant.clone(), workspace: selection.workspace.clone(), filter: selection.filter() };
    operator.record_export(&export, ExportFormat::JsonLines).await.map_err(|error| Failure::naming(error, what, &name))?;
    loop {
        let window = Window { limit: LINES_AT_ONCE, ..Window::from(after) };
        let found = operator.export_audit(selection.tenant.as_ref(), selection.workspace.as_ref(), selection.filter(), window).await;
        let found = found.map_err(|error| Failure::naming(error, what, &name))?;
        for line in found.items {
            terminal::say_json_line(&ExportedAuditEvent::from(&line))?;
        }
        after = next_after::<AuditEventId>(found.next);
        if after.is_none() {
            return Ok(());
        }
    }
}
