//! Administrators: the people at the console.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::{AdministratorId, ApiTokenId, TenantId},
    name::Name,
    user::UserIdentifier,
};

/// What an administrator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees everything, changes nothing.
    Auditor,
    /// Sees and changes everything.
    Administrator,
}

/// Whether an administrator may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdministratorStatus {
    /// They may.
    Active,
    /// They may not, and nothing acts in their name.
    Disabled,
}

impl AdministratorStatus {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// An administrator. The password is not here: only its Argon2id hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administrator {
    /// Their identifier.
    pub id: AdministratorId,
    /// The e-mail address they sign in with.
    pub email: UserIdentifier,
    /// What they are called.
    pub name: Name,
    /// The tenant that they administer; all tenants if it is none.
    pub tenant_id: Option<TenantId>,
    /// What they may do there.
    pub role: Role,
    /// Whether they may sign in.
    pub status: AdministratorStatus,
    /// Counts how often all their sessions were ended; one of an earlier count is dead.
    pub epoch: i64,
    /// When they were made.
    pub created_at: Timestamp,
}

/// A token with which an administrator's programs use the admin API. The token itself is not here: only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Its identifier.
    pub id: ApiTokenId,
    /// In whose name it acts.
    pub administrator_id: AdministratorId,
    /// What it is for.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}
