//! Audit lines.

use serde::Serialize as _;

use crate::{
    audit,
    clock::Timestamp,
    id::AuditEventId,
    view::AuditLine,
    wire::{sent::Sent, types::told},
};

told! {
    /// Who did what to what, and when.
    pub struct AuditEvent {
        /// Its identifier, which sorts by time.
        pub id: Sent<AuditEventId>,
        /// When.
        pub at: Sent<Timestamp>,
        /// The kind of actor: `administrator`, `command_line`, `user`, `client` or `server`.
        pub actor_kind: String,
        /// Who acted.
        pub actor: String,
        /// What was done, by its stable code.
        pub action: String,
        /// To what, by its name at that time.
        pub target: String,
        /// The identifier of what it was done to.
        pub target_id: String,
        /// What was changed about it.
        pub changes: Vec<Change>,
        /// The tenant that it happened in; absent for what concerns the whole installation.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tenant_id: Option<String>,
        /// The workspace that it happened in; absent for what concerns the whole tenant.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_id: Option<String>,
    }

    /// One setting that was changed.
    pub struct Change {
        /// Which.
        pub field: String,
        /// What it was; empty if there was nothing.
        pub from: String,
        /// What it is.
        pub to: String,
    }
}

impl AuditEvent {
    /// Returns a line of a place, by the addresses of its tenant and its workspace.
    pub fn of(event: &audit::AuditEvent, tenant: Option<String>, workspace: Option<String>) -> Self {
        let kind = event.actor_kind.serialize(serde_json::value::Serializer).ok();
        Self {
            id: Sent::of(&event.id),
            at: Sent::of(&event.at),
            actor_kind: kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default(),
            actor: event.actor.clone(),
            action: event.action.code().to_owned(),
            target: event.target.clone(),
            target_id: event.target_id.clone(),
            changes: event.changes.iter().map(Change::from).collect(),
            tenant_id: tenant,
            server_id: workspace,
        }
    }
}

impl From<&AuditLine> for AuditEvent {
    fn from(line: &AuditLine) -> Self {
        Self::of(&line.event, line.tenant.clone(), line.workspace.clone())
    }
}

impl From<&audit::Change> for Change {
    fn from(change: &audit::Change) -> Self {
        let audit::Change { field, from, to } = change.clone();
        Self { field, from, to }
    }
}
