//! Where something is: the workspace that a command is about.

use domain::{name::Slug, workspace::WorkspacePath};

/// A workspace.
#[derive(Debug, clap::Args)]
pub(super) struct WorkspaceAt {
    /// The tenant.
    #[arg(long)]
    tenant: Slug,
    /// The workspace.
    #[arg(long)]
    workspace: Slug,
}

impl From<WorkspaceAt> for WorkspacePath {
    fn from(at: WorkspaceAt) -> Self {
        Self::new(at.tenant, at.workspace)
    }
}
