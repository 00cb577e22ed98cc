//! What the token engine did: one event a token response, and one a family's end.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    decision::{Condition, Grounds},
    family::RevocationReason,
    id::{ClientId, FamilyId, TokenEventId, UserId, WorkspaceId},
    name::commands_terminal,
    scope::Scopes,
};

/// What an assertion said that was refused (RFC 7523 §2.1), as far as it could be read. It may be signed by nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAssertion {
    /// Who signed it, as it says.
    pub issuer: String,
    /// The claim by which users of the issuer are found; `sub` of one who is not known.
    pub claim: String,
    /// The value of that claim; none where it has none.
    pub subject: Option<String>,
}

impl RefusedAssertion {
    /// The most characters that are kept of each.
    pub const MAX_CHARS: usize = 255;

    /// Keeps what an assertion says, without what would not stay on its line, and cut where it is long.
    pub fn kept(issuer: &str, claim: &str, subject: Option<&str>) -> Self {
        let kept = |text: &str| text.chars().filter(|character| !commands_terminal(*character)).take(Self::MAX_CHARS).collect::<String>();
        Self { issuer: kept(issuer), claim: kept(claim), subject: subject.map(kept) }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TokenEventKind {
    /// A family began: an access token and a refresh token were issued.
    Issued {
        /// On what.
        grounds: Grounds,
    },
    /// An access token was issued without a refresh token, because of these conditions.
    Withheld {
        /// What did not hold; at least one.
        conditions: Vec<Condition>,
    },
    /// A client got an access token for itself (RFC 6749 §4.4.3: no refresh token belongs to it).
    ClientCredentials,
    /// An access token was exchanged for another one (RFC 8693), by the client of the event.
    Exchanged {
        /// The client that the token had been issued to which was exchanged.
        subject_client: ClientId,
        /// Who acts with the new token, as it says: the `sub` of a client or a user; none where it stands for its subject alone.
        actor: Option<String>,
    },
    /// A client got an access token of a user for an assertion (RFC 7523 §2.1; no refresh token belongs to it).
    Asserted {
        /// Who signed it, as it says.
        issuer: String,
    },
    /// The refresh token was replaced.
    Rotated {
        /// The generation that is now current.
        generation: i64,
    },
    /// The current token was used again within the retry window and stays current.
    Repeated {
        /// The generation that is current.
        generation: i64,
    },
    /// The previous token came back within its bounds and got the current one.
    Retried {
        /// The generation that is current.
        generation: i64,
    },
    /// The token was used and kept, because rotation is off.
    Kept {
        /// The generation that is current.
        generation: i64,
    },
    /// A superseded token came back; the family was revoked.
    Reused {
        /// The generation that was presented.
        presented: i64,
        /// The generation that was current.
        generation: i64,
    },
    /// A client that authenticated was refused.
    Refused {
        /// The stable reason code.
        reason: String,
        /// What the assertion said that was refused, where it was about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assertion: Option<RefusedAssertion>,
    },
    /// The family was ended.
    Revoked {
        /// Why.
        reason: RevocationReason,
    },
}

impl TokenEventKind {
    /// The stable code, as it is stored and searched for.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Issued { .. } => "issued",
            Self::Withheld { .. } => "withheld",
            Self::ClientCredentials => "client_credentials",
            Self::Exchanged { .. } => "exchanged",
            Self::Asserted { .. } => "asserted",
            Self::Rotated { .. } => "rotated",
            Self::Repeated { .. } => "repeated",
            Self::Retried { .. } => "retried",
            Self::Kept { .. } => "kept",
            Self::Reused { .. } => "reused",
            Self::Refused { .. } => "refused",
            Self::Revoked { .. } => "revoked",
        }
    }
}

/// An event of the token engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenEvent {
    /// Its identifier; sorts by time.
    pub id: TokenEventId,
    /// Where it happened.
    pub workspace_id: WorkspaceId,
    /// The client that asked.
    pub client_id: ClientId,
    /// The user it was about.
    pub user_id: Option<UserId>,
    /// The family it happened to.
    pub family_id: Option<FamilyId>,
    /// When.
    pub at: Timestamp,
    /// The scopes of the access token; empty if none was issued.
    pub scopes: Scopes,
    /// The scopes that were asked for and are not among what was granted; of a decision alone.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub left_out: Scopes,
    /// What happened.
    pub kind: TokenEventKind,
}
