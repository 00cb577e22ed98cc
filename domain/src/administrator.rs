//! Administrators: the people at the console.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    grants::{Grants, Level},
    id::{AdministratorId, ApiTokenId, AssignmentId, InvitationId},
    name::Name,
    permission::Actions,
    role::RoleRef,
    user::UserIdentifier,
};

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
    /// What they may do, and where.
    pub grants: Grants,
    /// Whether they may sign in.
    pub status: AdministratorStatus,
    /// Counts how often all their sessions were ended; one of an earlier count is dead.
    pub epoch: i64,
    /// When they were made.
    pub created_at: Timestamp,
}

/// The second factor of an administrator, as they see it. Neither the secret nor the recovery codes are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorSummary {
    /// Counts its changes.
    pub version: i64,
    /// When it was set up.
    pub enrolled_at: Timestamp,
    /// Whether there is an authenticator app; without one, it is passkeys alone.
    pub has_app: bool,
    /// How many recovery codes are left.
    pub recovery_codes: usize,
}

/// What a tenant asks of its administrators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorPolicy {
    /// Whether those who have a role in the tenant, or in a part of it, need a second factor.
    pub second_factor_required: bool,
}

/// A role that an administrator has at a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Its identifier.
    pub id: AssignmentId,
    /// Whose it is.
    pub administrator_id: AdministratorId,
    /// The role.
    pub role: RoleRef,
    /// Where they have it.
    pub level: Level,
    /// When they got it.
    pub created_at: Timestamp,
}

/// An invitation to administer something, which is not accepted yet. Its token is not here: only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its identifier.
    pub id: InvitationId,
    /// The e-mail address of the person invited.
    pub email: UserIdentifier,
    /// The role that they get.
    pub role: RoleRef,
    /// Where they get it.
    pub level: Level,
    /// The administrator who invited them; none where it was done on the command line.
    pub invited_by: Option<AdministratorId>,
    /// When they were invited.
    pub created_at: Timestamp,
    /// When the invitation expires.
    pub expires_at: Timestamp,
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
    /// Which of the things that its administrator may do can be done with it; all of them where it is none.
    pub scope: Option<Actions>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}
