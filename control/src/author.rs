//! Who writes, for the audit lines.

use domain::{
    audit::{ActorKind, AuditEvent},
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
    /// The request that is done once, however often it is sent.
    pub(crate) claim: Option<Claim>,
}

impl<'a> Author<'a> {
    /// A user, who changes what is their own.
    pub(crate) fn of_user(control: &'a Control, user: &User) -> Self {
        Self { control, kind: ActorKind::User, name: user.identifier.to_string(), claim: None }
    }

    /// The audit line of something that they did.
    pub(crate) fn audit_event(&self, now: Timestamp, tenant: Option<TenantId>, line: Line) -> AuditEvent {
        self.control.audit_event((self.kind, &self.name), now, tenant, line)
    }
}
