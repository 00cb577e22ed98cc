//! Workspaces and tenants, with what is in them.

use serde::{Deserialize, Serialize};

use crate::{
    activity::Activity,
    clock::Timestamp,
    id::WorkspaceId,
    name::{Name, Slug},
    tenant::Tenant,
    workspace::Workspace,
};

/// A workspace as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceSummary {
    /// Its identifier.
    pub id: WorkspaceId,
    /// Its part of the issuer.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
    /// How many clients it has.
    pub clients: u64,
    /// Whether it is the tenant's system workspace, whose clients act at the admin API.
    pub is_system: bool,
}

/// A workspace as its name stands above what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedWorkspace {
    /// Its identifier.
    pub id: WorkspaceId,
    /// Its part of the issuer.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
}

/// A workspace that is to be made, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWorkspace {
    /// Its name.
    pub name: String,
    /// Its part of the issuer.
    pub slug: String,
}

/// What a new workspace starts with, as it is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkspaceStart {
    /// The defaults.
    #[default]
    Usual,
    /// The template of this name.
    Template(String),
    /// The settings and the services of the workspace with this slug, of the same tenant.
    CopyOf(String),
}

/// A workspace with the defaults.
impl From<NewWorkspace> for (NewWorkspace, WorkspaceStart) {
    fn from(new: NewWorkspace) -> Self {
        (new, WorkspaceStart::Usual)
    }
}

/// What the overview of a workspace shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The workspace.
    pub workspace: Workspace,
    /// Its issuer, the address that every one of its tokens carries.
    pub issuer: String,
    /// Whether it is the tenant's system workspace, whose clients act at the admin API.
    pub is_system: bool,
    /// How many clients it has.
    pub clients: u64,
    /// How many users it has.
    pub users: u64,
    /// How many refresh tokens live.
    pub live_families: u64,
    /// Whether they are paused: the workspace does not allow the grant that they are used with.
    pub paused: bool,
    /// What happened in the last day.
    pub last_day: Activity,
    /// How many reuses of the last day nobody has handled.
    pub open_reuses: u64,
}

/// A tenant with what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// The tenant.
    pub tenant: Tenant,
    /// How many workspaces it has.
    pub workspaces: u64,
    /// How many clients are in them.
    pub clients: u64,
    /// How many users are in them.
    pub users: u64,
    /// How many administrators it has of its own.
    pub administrators: u64,
    /// Whether the administrator who asks may rename it.
    pub may_rename: bool,
    /// Whether the administrator who asks may delete it.
    pub may_delete: bool,
}
