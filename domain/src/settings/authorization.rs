//! Settings › Authorization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    authorization_details::{DetailsType, DetailsTypeName},
    grant_type::GrantType,
    settings::{registration::RegistrationSettings, security::SecuritySettings},
};

/// The grants of a workspace, how they are asked for, and whether other systems may end them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct AuthorizationSettings {
    /// *Allowed grant types*: the grant types that clients may use. Each client must also have the grant type itself.
    pub grant_types: BTreeSet<GrantType>,
    /// Whether each authorization request has to be pushed first (RFC 9126 §5). A client can be held to it by itself, too.
    pub require_pushed_authorization_requests: bool,
    /// Whether each authorization request has to be signed by its client (RFC 9101 §10.5). A client can be held to it by itself, too.
    pub require_signed_request_object: bool,
    /// Whether other systems may end all sessions and tokens of a user in one call (draft-parecki-oauth-global-token-revocation).
    pub global_token_revocation: bool,
    /// Whether the metadata name the resource servers of the services (`protected_resources`, RFC 9728 §4).
    pub announce_protected_resources: bool,
    /// What else is asked of each client.
    #[serde(flatten)]
    pub security: SecuritySettings,
    /// Who may register clients, and what those can ask for.
    pub registration: RegistrationSettings,
    /// The types of authorization details that clients may be let ask for (RFC 9396), by their names in alphabetical order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_details_types: Vec<DetailsType>,
}

impl AuthorizationSettings {
    /// Returns whether clients may use a grant.
    pub fn allows(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }

    /// Returns the type of authorization details with this name, on or off.
    pub fn details_type(&self, name: &str) -> Option<&DetailsType> {
        self.authorization_details_types.iter().find(|found| found.name.as_str() == name)
    }

    /// Returns the names of the types of authorization details, on and off.
    pub fn details_type_names(&self) -> BTreeSet<DetailsTypeName> {
        self.authorization_details_types.iter().map(|found| found.name.clone()).collect()
    }
}

impl Default for AuthorizationSettings {
    fn default() -> Self {
        Self {
            grant_types: BTreeSet::from(GrantType::ALL),
            require_pushed_authorization_requests: false,
            require_signed_request_object: false,
            global_token_revocation: false,
            announce_protected_resources: false,
            security: SecuritySettings::default(),
            registration: RegistrationSettings::default(),
            authorization_details_types: Vec::new(),
        }
    }
}
