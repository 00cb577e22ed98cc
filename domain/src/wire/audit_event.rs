//! Audit lines.

use serde::Serialize as _;

use crate::{
    audit, audit_context,
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
        /// How it was done, and from where; absent where nothing is known of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub context: Option<AuditContext>,
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

told! {
    /// How something was done, and from where. What is not known is absent.
    pub struct AuditContext {
        /// The identifier of the actor: of an administrator, a user or a client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub actor_id: Option<String>,
        /// The administrator's session at the console, by the beginning of the hash that is stored of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub session: Option<String>,
        /// The API token of the administrator.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub api_token: Option<String>,
        /// The network address that the request came from.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        /// The identifier of the request, which its answer's `X-Request-Id` has, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<String>,
        /// The action that permits it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub permission: Option<String>,
        /// The reason, where one was given.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
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
            context: (!event.context.is_empty()).then(|| AuditContext::from(&event.context)),
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

impl From<&audit_context::AuditContext> for AuditContext {
    fn from(context: &audit_context::AuditContext) -> Self {
        let audit_context::AuditContext { actor_id, session, api_token, address, request_id, permission, reason } = context.clone();
        Self {
            actor_id: actor_id.map(|id| id.to_string()),
            session,
            api_token: api_token.map(|id| id.to_string()),
            address: address.map(|address| address.to_string()),
            request_id,
            permission,
            reason,
        }
    }
}

impl From<&audit::Change> for Change {
    fn from(change: &audit::Change) -> Self {
        let audit::Change { field, from, to } = change.clone();
        Self { field, from, to }
    }
}
