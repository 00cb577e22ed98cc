//! `regrant audit export`

use control::Operator;
use domain::digest::Digest;
use serde::Serialize;
use serde_json::Value;
use store::StoredLine;

use super::selection::Selection;
use crate::cli::{failure::Failure, terminal};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
}

/// A line as it is exported.
#[derive(Serialize)]
struct Exported {
    /// When it was written, for people to read.
    time: String,
    /// The address of the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    /// The address of the workspace within the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<String>,
    /// The line itself: what its hash is made over.
    line: Value,
    /// SHA-256 of the line in the form of RFC 8785; none where it has no place in the chain yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<Digest>,
}

pub(super) async fn run(operator: &Operator, arguments: Arguments) -> Result<(), Failure> {
    let (selection, mut after) = (arguments.selection, None);
    let ((what, name), filter) = (selection.named(), selection.filter());
    loop {
        let found = operator.export_audit(selection.tenant.as_ref(), selection.workspace.as_ref(), &filter, after).await;
        let found = found.map_err(|error| Failure::naming(error, what, &name))?;
        for line in found.lines {
            terminal::say(&serde_json::to_string(&exported(line)).map_err(Failure::Json)?);
        }
        after = found.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn exported(StoredLine { record, place, tenant, workspace }: StoredLine) -> Exported {
    Exported {
        time: record.at.to_string(),
        tenant,
        workspace,
        line: record.object(place.map(|(previous, link)| (link.number, previous))),
        hash: place.map(|(_, link)| link.hash),
    }
}
