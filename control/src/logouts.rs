//! Clients that are told of sign-outs.

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent, Change},
    client::Client,
    clock::Timestamp,
    id::{LoginSessionId, TenantId, UserId},
};

use crate::{Control, changes, clients::line};

/// Which sign-outs a client was told of in vain for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndeliveredLogouts {
    /// That of one session.
    One(UserId, LoginSessionId),
    /// So many, because the client has not answered for as long as it is told.
    Many(u64),
}

impl Control {
    /// Returns the audit line of sign-outs that a client is not told of any more, with the reason.
    pub fn logout_undelivered(
        &self,
        tenant: TenantId,
        client: &Client,
        logouts: UndeliveredLogouts,
        reason: &str,
        now: Timestamp,
    ) -> AuditEvent {
        let mut changes: Vec<Change> = match logouts {
            UndeliveredLogouts::One(user, session) => {
                [changes::one("user_id", "", &user), changes::one("session_id", "", &session)].concat()
            }
            UndeliveredLogouts::Many(number) => changes::one("sign_outs", "", &number),
        };
        changes.extend(changes::one("failure", "", reason));
        let line = line(AuditAction::ClientLogoutUndelivered, client, changes);
        self.audit_event((ActorKind::Server, "back-channel logout"), now, Some(tenant), line)
    }
}
