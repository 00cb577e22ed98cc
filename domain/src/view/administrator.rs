//! Administrators, API clients and roles, and where somebody has them.

use serde::{Deserialize, Serialize};

use crate::{
    administrator::{AdministratorStatus, Invitation},
    api_client::ApiClient,
    clock::Timestamp,
    grants::Level,
    id::{AdministratorId, AssignmentId, ClientId},
    name::{Name, Slug},
    permission::Actions,
    role::RoleRef,
    scope::Scopes,
    user::UserIdentifier,
    workspace::WorkspacePath,
};

/// The address of a level: the installation, a tenant, a workspace or a client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LevelPath {
    /// The tenant; the installation without one.
    pub tenant: Option<Slug>,
    /// The workspace of the tenant; the whole tenant without one.
    pub workspace: Option<Slug>,
    /// The client of the workspace; the whole workspace without one.
    pub client: Option<ClientId>,
}

/// An administrator with the roles that somebody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a permission of its own")]
pub struct AdministratorView {
    /// Their identifier.
    pub id: AdministratorId,
    /// The e-mail address they sign in with.
    pub email: UserIdentifier,
    /// Their name.
    pub name: Name,
    /// Whether they may sign in.
    pub status: AdministratorStatus,
    /// When they were created.
    pub created_at: Timestamp,
    /// Their roles.
    pub assignments: Vec<AssignmentView>,
    /// Whether they are the one who looks.
    pub yourself: bool,
    /// Whether the one who looks may disable and enable them.
    pub may_set_status: bool,
    /// Whether the one who looks may delete them.
    pub may_delete: bool,
    /// Whether the one who looks may create a one-time sign-in for them.
    pub may_sign_in_once: bool,
    /// Whether the one who looks may end their sessions.
    pub may_end_sessions: bool,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// Whether the one who looks may reset their second factor.
    pub may_reset_second_factor: bool,
}

/// A role that an administrator has at a level, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentView {
    /// Its identifier.
    pub id: AssignmentId,
    /// The role.
    pub role: RoleRef,
    /// What the role is called.
    pub role_name: String,
    /// Where they have it.
    pub level: Level,
    /// What that is called.
    pub level_name: String,
    /// Whether the one who looks may withdraw it.
    pub may_withdraw: bool,
}

/// An invitation in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The invitation.
    pub invitation: Invitation,
    /// What its role is called.
    pub role_name: String,
    /// What it is for is called.
    pub level_name: String,
    /// Whether the one who looks may withdraw it.
    pub may_withdraw: bool,
}

/// A role with what it permits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// The role.
    pub role: RoleRef,
    /// What it is called.
    pub name: String,
    /// What a built-in role is for.
    pub description: String,
    /// What it permits.
    pub actions: Actions,
    /// Counts its changes; none for a built-in role.
    pub version: Option<i64>,
    /// Whether it is a role of the whole installation that is not built in.
    pub of_installation: bool,
    /// Whether the one who looks may assign it at the level of the list.
    pub may_assign: bool,
    /// Whether the one who looks may change and delete it.
    pub may_set: bool,
}

/// An API client as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClientView {
    /// The client.
    pub client: ApiClient,
    /// What its role is called.
    pub role_name: String,
    /// What its level is called.
    pub level_name: String,
    /// The system workspace that issues its tokens.
    pub path: WorkspacePath,
    /// The scopes that it does not have, of actions that its role permits.
    pub missing_scopes: Scopes,
}
