//! Clients that do not take that users are signed out.

use domain::{id::ClientId, workspace::WorkspacePath};

use crate::{Error, Operator, permission::Action};

/// The most that are named.
const SHOWN: u64 = 5;

impl Operator {
    /// Returns the clients that fail to take what they are told of sign-outs, with their names, those first that have failed for longest; at most 5.
    pub async fn list_failing_logouts(&self, path: &WorkspacePath) -> Result<Vec<(ClientId, String)>, Error> {
        let store = self.read(Action::SeeClients, path).await?;
        let failing = store.failing_logout_receivers(SHOWN).await?;
        let mut names = store.client_names(failing.iter().copied()).await?;
        Ok(failing.into_iter().filter_map(|id| Some((id, names.remove(&id)?))).collect())
    }
}
