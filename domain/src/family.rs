//! Token families as they are shown: one authorization with a refresh token, from its issue to its end.

use serde::{Deserialize, Serialize};

use crate::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    clock::Timestamp,
    id::{ClientId, FamilyId, UserId},
    resource::Resources,
    scope::Scopes,
};

/// Why a family was ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevocationReason {
    /// A superseded refresh token was presented again (RFC 9700 §4.14.2).
    RefreshTokenReuse,
    /// The authorization code it came from was presented again (RFC 6749 §4.1.2).
    CodeReuse,
    /// The client revoked it (RFC 7009).
    Client,
    /// An administrator revoked it.
    Administrator,
    /// The client was disabled.
    ClientDisabled,
    /// The user was disabled.
    UserDisabled,
    /// The user's password was changed.
    PasswordChanged,
    /// The user signed out.
    Logout,
    /// The user ended it.
    User,
    /// Another login of the user at the client took its place.
    FamilyLimit,
    /// The client was deleted.
    ClientDeleted,
    /// The user was deleted.
    UserDeleted,
}

impl RevocationReason {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::RefreshTokenReuse,
        Self::CodeReuse,
        Self::Client,
        Self::Administrator,
        Self::ClientDisabled,
        Self::UserDisabled,
        Self::PasswordChanged,
        Self::Logout,
        Self::User,
        Self::FamilyLimit,
        Self::ClientDeleted,
        Self::UserDeleted,
    ];

    /// The stable code, as it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RefreshTokenReuse => "refresh_token_reuse",
            Self::CodeReuse => "code_reuse",
            Self::Client => "client",
            Self::Administrator => "administrator",
            Self::ClientDisabled => "client_disabled",
            Self::UserDisabled => "user_disabled",
            Self::PasswordChanged => "password_changed",
            Self::Logout => "logout",
            Self::User => "user",
            Self::FamilyLimit => "family_limit",
            Self::ClientDeleted => "client_deleted",
            Self::UserDeleted => "user_deleted",
        }
    }

    /// Returns the reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// In words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::RefreshTokenReuse => "an old refresh token was used again",
            Self::CodeReuse => "the authorization code was used again",
            Self::Client => "the client revoked it",
            Self::Administrator => "an administrator revoked it",
            Self::ClientDisabled => "the client was disabled",
            Self::UserDisabled => "the user was disabled",
            Self::PasswordChanged => "the password was changed",
            Self::Logout => "the user signed out",
            Self::User => "the user ended it",
            Self::FamilyLimit => "a later login took its place",
            Self::ClientDeleted => "the client was deleted",
            Self::UserDeleted => "the user was deleted",
        }
    }
}

/// The end of a family that was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
}

/// The rule that sets the end of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndRule {
    /// The Refresh token TTL, counted from the sign-in.
    Absolute,
    /// The idle lifetime, counted from the last use.
    Idle,
    /// The end of the login session it is bound to.
    Session,
    /// A shorter Refresh token TTL that was saved since, for live tokens too.
    Policy,
}

impl EndRule {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Absolute, Self::Idle, Self::Session, Self::Policy];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absolute => "absolute",
            Self::Idle => "idle",
            Self::Session => "session",
            Self::Policy => "policy",
        }
    }

    /// In words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Absolute => "Refresh token TTL",
            Self::Idle => "idle lifetime",
            Self::Session => "end of the login session",
            Self::Policy => "Refresh token TTL that was shortened for existing tokens",
        }
    }
}

/// The state of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FamilyState {
    /// Its current refresh token works.
    Live,
    /// It has expired.
    Expired,
    /// It was ended.
    Revoked,
}

/// The name shown for a user who was deleted.
pub const DELETED_USER: &str = "deleted user";

/// What stands between the names of a client and of a user: no word, so that it is read in every language.
pub const BETWEEN: &str = " · ";

/// Returns what a refresh token is called in the log and in a search: it has no name of its own.
pub fn named_by(client: &str, user: &str) -> String {
    format!("{client}{BETWEEN}{user}")
}

/// A family as the console lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilySummary {
    /// Its identifier.
    pub id: FamilyId,
    /// The client that has its tokens.
    pub client_id: ClientId,
    /// The client's name.
    pub client_name: String,
    /// Who signed in.
    pub user_id: UserId,
    /// What that user signs in with; none if they were deleted.
    pub user_identifier: Option<String>,
    /// What was granted.
    pub scopes: Scopes,
    /// How often its token was replaced.
    pub generation: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// When its token was last used.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used or ended before.
    pub expires_at: Timestamp,
    /// The rule that sets this end.
    pub ends_by: EndRule,
    /// Whether it ends when the user signs out.
    pub ends_with_session: bool,
    /// What its tokens are bound to (RFC 9449 §5, RFC 8705 §4).
    pub bound_to: Option<Binding>,
    /// The resource servers that were granted (RFC 8707).
    pub resources: Resources,
    /// The authorization details that were granted (RFC 9396).
    pub authorization_details: AuthorizationDetails,
    /// Its early end.
    pub revoked: Option<Revocation>,
}

impl FamilySummary {
    /// The user in words.
    pub fn user_words(&self) -> &str {
        self.user_identifier.as_deref().unwrap_or(DELETED_USER)
    }

    /// Returns its state at this time.
    pub fn state(&self, now: Timestamp) -> FamilyState {
        if self.revoked.is_some() {
            FamilyState::Revoked
        } else if now >= self.expires_at {
            FamilyState::Expired
        } else {
            FamilyState::Live
        }
    }
}
