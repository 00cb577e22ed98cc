//! Settings › Authorization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::grant_type::GrantType;

/// The grants of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationSettings {
    /// *Allowed grant types*: the grant types that clients may use. Each client must also have the grant type itself.
    pub grant_types: BTreeSet<GrantType>,
}

impl AuthorizationSettings {
    /// Returns whether clients may use a grant.
    pub fn allows(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }
}

impl Default for AuthorizationSettings {
    fn default() -> Self {
        Self { grant_types: BTreeSet::from(GrantType::ALL) }
    }
}
