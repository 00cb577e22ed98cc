//! Lines of the log and decisions, and the filters that find them.

use serde::{Deserialize, Serialize};

use crate::{
    audit::{AuditAction, AuditEvent},
    audit_group::AuditGroup,
    clock::Timestamp,
    explanation::Recorded,
    id::{ClientId, UserId},
};

/// An audit line with the addresses of where it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// The line.
    #[serde(flatten)]
    pub event: AuditEvent,
    /// The tenant's address; none for what concerns the whole installation.
    pub tenant: Option<String>,
    /// The workspace's address within the tenant; none for what concerns the whole tenant.
    pub workspace: Option<String>,
}

/// Which audit lines a list shows; all where nothing is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Those of this action.
    pub action: Option<AuditAction>,
    /// Those of this group of actions.
    pub group: Option<AuditGroup>,
    /// Those whose actor or target contains this text, in any case. No index finds them.
    pub text: Option<String>,
    /// Those of this actor, by name or address as the lines have it.
    pub actor: Option<String>,
    /// Those about the object with this identifier.
    pub target_id: Option<String>,
    /// Those from this time on.
    pub since: Option<Timestamp>,
    /// Those before this time.
    pub until: Option<Timestamp>,
}

/// What the token endpoint did, of what is recorded request by request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionOutcome {
    /// It issued a refresh token.
    Issued,
    /// It issued tokens, and no refresh token.
    Withheld,
    /// It refused the request.
    Refused,
    /// It found a refresh token that had been replaced, and revoked it.
    Reused,
    /// It exchanged an access token for another one.
    Exchanged,
    /// It took an assertion.
    Asserted,
}

impl DecisionOutcome {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Issued, Self::Withheld, Self::Refused, Self::Reused, Self::Exchanged, Self::Asserted];

    /// Returns its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Withheld => "withheld",
            Self::Refused => "refused",
            Self::Reused => "reused",
            Self::Exchanged => "exchanged",
            Self::Asserted => "asserted",
        }
    }

    /// Returns it in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Issued => "Refresh token",
            Self::Withheld => "No refresh token",
            Self::Refused => "Refused",
            Self::Reused => "Reuse detected",
            Self::Exchanged => "Token exchanged",
            Self::Asserted => "Assertion taken",
        }
    }

    /// Returns the outcome with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// Which decisions of the token endpoint a search finds; all where nothing is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFilter {
    /// Those about this client.
    pub client: Option<ClientId>,
    /// Those about this user.
    pub user: Option<UserId>,
    /// Those with this outcome.
    pub outcome: Option<DecisionOutcome>,
    /// Those with this reason, by its code: of a refusal, or of a refresh token that was not issued.
    pub reason: Option<String>,
    /// Those from this time on.
    pub since: Option<Timestamp>,
    /// Those before this time.
    pub until: Option<Timestamp>,
}

/// A decision of the token endpoint, with the name of its client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// What was recorded.
    pub recorded: Recorded,
    /// What the client is called; none if it was deleted.
    pub client_name: Option<String>,
}
