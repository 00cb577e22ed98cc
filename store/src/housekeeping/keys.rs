//! The signing keys of all workspaces, a few workspaces at a time. What they need is the control plane's to say and to do.

use domain::{id::WorkspaceId, signing_key::KeyRecord, workspace::Workspace};

use super::round::Housekeeping;
use crate::{Error, WorkspaceTransaction};

/// The keys of how many workspaces are looked at in a step.
const WORKSPACES_AT_ONCE: u64 = 200;

/// How far a round has come.
#[derive(Debug, Default)]
pub struct KeyProgress {
    /// The workspaces up to this one were looked at.
    after: Option<WorkspaceId>,
}

impl Housekeeping {
    /// Returns the next workspaces with their keys, newest first; none after the last ones.
    pub async fn next_signing_keys(&self, progress: &mut KeyProgress) -> Result<Option<Vec<(Workspace, Vec<KeyRecord>)>>, Error> {
        let found = self.store.list_signing_keys_after(progress.after, WORKSPACES_AT_ONCE).await?;
        if let Some((last, _)) = found.as_ref().and_then(|found| found.last()) {
            progress.after = Some(last.id);
        }
        Ok(found)
    }

    /// Begins a step in a workspace, which nobody else changes before the end of it. None where the workspace is gone.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    pub async fn hold_workspace(&self, workspace: &Workspace) -> Result<Option<WorkspaceTransaction>, Error> {
        let held = self.begin().await?.lock_workspace(workspace.tenant_id, &workspace.slug).await?;
        Ok(held.filter(|held| held.workspace().id == workspace.id))
    }
}
