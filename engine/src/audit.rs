//! Audit lines of the protocol: what users and clients did that an administrator will look for.

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_context::AuditContext,
    client::Client,
    clock::Timestamp,
    id::AuditEventId,
    user::User,
};
use uuid::Uuid;

use crate::{engine::Engine, realm::Realm, storage::Storage};

/// The actor and the target, by names for people to read.
pub(crate) struct Line<'a> {
    pub(crate) action: AuditAction,
    pub(crate) actor_kind: ActorKind,
    pub(crate) actor: &'a str,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) target: &'a str,
    pub(crate) target_id: String,
}

impl<'a> Line<'a> {
    /// Something a client did to something of its own.
    pub(crate) fn by_client(action: AuditAction, client: &'a Client, target_id: String) -> Self {
        let name = client.settings.name.as_str();
        Self { action, actor_kind: ActorKind::Client, actor: name, actor_id: Some(client.id.as_uuid()), target: name, target_id }
    }

    /// Something a user did.
    pub(crate) fn by_user(action: AuditAction, user: &'a User, target: &'a str, target_id: String) -> Self {
        let (actor, actor_id) = (user.identifier.as_str(), Some(user.id.as_uuid()));
        Self { action, actor_kind: ActorKind::User, actor, actor_id, target, target_id }
    }
}

impl<S: Storage> Engine<S> {
    pub(crate) fn audit(&self, realm: &Realm, now: Timestamp, line: Line<'_>) -> AuditEvent {
        AuditEvent {
            id: AuditEventId::new(now, self.random_bytes()),
            tenant_id: Some(realm.workspace.tenant_id),
            workspace_id: Some(realm.workspace.id),
            at: now,
            actor_kind: line.actor_kind,
            actor: line.actor.to_owned(),
            action: line.action,
            target: line.target.to_owned(),
            target_id: line.target_id,
            changes: Vec::new(),
            context: AuditContext { actor_id: line.actor_id, ..AuditContext::from_source(self.source()) },
        }
    }
}
