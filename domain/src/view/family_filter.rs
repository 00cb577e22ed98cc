//! Which token families are meant: what a list shows, and what a job ends.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    family::{FamilyState, RevocationReason},
    id::{ClientId, UserId},
    scope::Scope,
};

/// Which token families are meant; all where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FamilyFilter {
    /// Those of this client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Those of this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// Those that are in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<FamilyState>,
    /// Those that began before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub began_before: Option<Timestamp>,
    /// Those whose token was not used since this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unused_since: Option<Timestamp>,
    /// Those that are to expire before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_before: Option<Timestamp>,
    /// Those that were ended for this reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_because: Option<RevocationReason>,
    /// Those that have this scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Those that are bound to a key (RFC 9449) or a certificate (RFC 8705), or those that are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_bound: Option<bool>,
}

impl FamilyFilter {
    /// Those that are live.
    pub fn live() -> Self {
        Self { state: Some(FamilyState::Live), ..Self::default() }
    }

    /// Returns whether all are meant, in whichever state.
    pub fn is_everything(&self) -> bool {
        *self == Self { state: self.state, ..Self::default() }
    }

    /// Returns whether only their owner and their state say which are meant.
    pub fn is_of_owner(&self) -> bool {
        let Self { client, user, state, .. } = *self;
        *self == Self { client, user, state, ..Self::default() }
    }

    /// Returns whether only their owner, their state and their beginning say which are meant: an index finds those.
    pub fn is_indexed(&self) -> bool {
        let Self { client, user, state, began_before, .. } = *self;
        *self == Self { client, user, state, began_before, ..Self::default() }
    }
}
