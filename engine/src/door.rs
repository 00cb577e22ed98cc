//! What passwords are checked or set for: limits are counted for each door by itself, so that no tenant feels the load of another.

use std::fmt;

use domain::id::{TenantId, WorkspaceId};

/// The purpose that a password is checked or set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// Users sign in to a workspace.
    Workspace(WorkspaceId),
    /// Administrators sign in to the console.
    Console,
    /// Administrators set passwords of a tenant's users.
    Operator(TenantId),
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workspace(workspace) => write!(f, "workspace {workspace}"),
            Self::Console => f.write_str("console"),
            Self::Operator(tenant) => write!(f, "operator {tenant}"),
        }
    }
}
