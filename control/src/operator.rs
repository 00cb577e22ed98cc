//! Use cases, performed as an actor.

use domain::{
    administrator::Administrator,
    audit::{ActorKind, AuditEvent},
    clock::Timestamp,
    id::{ApiTokenId, TenantId},
};
use engine::storage::SecretHash;

use crate::{
    audit_line::Line,
    control::Control,
    permission::{Action, Extent},
};

/// What an administrator is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A session at the console, by what is stored of its cookie.
    Session(SecretHash),
    /// A token for the admin API.
    ApiToken(ApiTokenId),
}

/// Who performs use cases.
#[derive(Debug, Clone)]
pub enum Actor {
    /// An administrator who is signed in, or one of their programs.
    Administrator(Administrator, Credential),
    /// Whoever may run `regrant` on the machine.
    CommandLine,
}

impl Actor {
    /// Returns whether this tenant exists for the actor.
    pub fn sees(&self, tenant: TenantId) -> bool {
        match self {
            Self::Administrator(administrator, _) => administrator.tenant_id.is_none_or(|own| own == tenant),
            Self::CommandLine => true,
        }
    }

    /// Returns whether the actor's role allows this, where the actor sees what it is done to.
    pub fn may(&self, action: Action) -> bool {
        match self {
            Self::Administrator(administrator, _) => {
                let reaches = administrator.tenant_id.is_none() || action.extent() == Extent::Tenant;
                reaches && administrator.role >= action.role()
            }
            Self::CommandLine => true,
        }
    }

    /// The actor's kind and name in audit lines.
    fn signature(&self) -> (ActorKind, &str) {
        match self {
            Self::Administrator(administrator, _) => (ActorKind::Administrator, administrator.email.as_str()),
            Self::CommandLine => (ActorKind::CommandLine, "command line"),
        }
    }
}

/// Use cases, performed as an actor: each one is a method.
#[derive(Debug, Clone)]
pub struct Operator {
    pub(crate) control: Control,
    pub(crate) actor: Actor,
}

impl Control {
    /// The use cases, performed as this actor.
    pub fn acting_as(&self, actor: Actor) -> Operator {
        Operator { control: self.clone(), actor }
    }
}

impl Operator {
    /// Who performs the use cases.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Returns whether the actor did this.
    pub fn has_done(&self, event: &AuditEvent) -> bool {
        self.actor.signature() == (event.actor_kind, event.actor.as_str())
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.control.now()
    }

    /// The audit line of something that the actor did.
    pub(crate) fn audit_event(&self, now: Timestamp, tenant: Option<TenantId>, line: Line) -> AuditEvent {
        self.control.audit_event(self.actor.signature(), now, tenant, line)
    }
}
