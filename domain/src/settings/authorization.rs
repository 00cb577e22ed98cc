//! Settings › Authorization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::grant_type::GrantType;

/// What the workspace allows at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationSettings {
    /// *Allowed grant types*: a grant that is not among them is refused to every client.
    pub grant_types: BTreeSet<GrantType>,
}

impl Default for AuthorizationSettings {
    fn default() -> Self {
        Self { grant_types: BTreeSet::from(GrantType::ALL) }
    }
}
