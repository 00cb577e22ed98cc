//! Settings › Authorization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{grant_type::GrantType, settings::registration::RegistrationSettings};

/// The grants of a workspace, and how they are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationSettings {
    /// *Allowed grant types*: the grant types that clients may use. Each client must also have the grant type itself.
    pub grant_types: BTreeSet<GrantType>,
    /// Whether each authorization request has to be pushed first (RFC 9126 §5). A client can be held to it by itself, too.
    pub require_pushed_authorization_requests: bool,
    /// Whether each authorization request has to be signed by its client (RFC 9101 §10.5). A client can be held to it by itself, too.
    pub require_signed_request_object: bool,
    /// Who may register clients, and what those can ask for.
    pub registration: RegistrationSettings,
}

impl AuthorizationSettings {
    /// Returns whether clients may use a grant.
    pub fn allows(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }
}

impl Default for AuthorizationSettings {
    fn default() -> Self {
        Self {
            grant_types: BTreeSet::from(GrantType::ALL),
            require_pushed_authorization_requests: false,
            require_signed_request_object: false,
            registration: RegistrationSettings::default(),
        }
    }
}
