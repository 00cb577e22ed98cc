//! Who writes, for the audit lines.

use domain::{
    administrator::Administrator,
    audit::{ActorKind, AuditEvent},
    audit_context::AuditContext,
    clock::Timestamp,
    id::TenantId,
    user::User,
};
use store::Claim;

use crate::{audit_line::Line, control::Control};

/// The control plane, and who writes by it.
#[derive(Debug, Clone)]
pub(crate) struct Author<'a> {
    pub(crate) control: &'a Control,
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    /// How they were recognised, what permits it, and why they do it.
    pub(crate) context: AuditContext,
    /// The request that is done once, however often it is sent.
    pub(crate) claim: Option<Claim>,
}

impl<'a> Author<'a> {
    /// A user, who changes what is their own.
    pub(crate) fn of_user(control: &'a Control, user: &User) -> Self {
        let context = AuditContext { actor_id: Some(user.id.as_uuid()), ..AuditContext::default() };
        Self { control, kind: ActorKind::User, name: user.identifier.to_string(), context, claim: None }
    }

    /// An administrator, who does something about themselves.
    pub(crate) fn of_administrator(control: &'a Control, administrator: &Administrator) -> Self {
        let context = AuditContext { actor_id: Some(administrator.id.as_uuid()), ..AuditContext::default() };
        Self { control, kind: ActorKind::Administrator, name: administrator.email.to_string(), context, claim: None }
    }

    /// The audit line of something that they did.
    pub(crate) fn audit_event(&self, now: Timestamp, tenant: Option<TenantId>, line: Line) -> AuditEvent {
        let event = self.control.audit_event((self.kind, &self.name), now, tenant, line);
        let AuditContext { address, request_id, .. } = event.context;
        AuditEvent { context: AuditContext { address, request_id, ..self.context.clone() }, ..event }
    }
}
