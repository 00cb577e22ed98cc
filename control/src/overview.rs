//! The overview of a workspace.

use domain::{view::Overview, workspace::WorkspacePath};

use crate::{Error, Operator, permission::Action};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

impl Operator {
    /// Returns a workspace with its figures.
    pub async fn load_overview(&self, path: &WorkspacePath) -> Result<Overview, Error> {
        let store = self.read(Action::SeeWorkspaces, path).await?;
        let now = self.now();
        Ok(Overview {
            issuer: engine::issuer(self.control.base_url(), &path.tenant, &path.workspace),
            clients: store.count_clients().await?,
            users: store.count_users().await?,
            live_families: store.count_live_families(None, now).await?,
            refreshes_last_hour: store.count_refreshes(now.plus_seconds(-HOUR)).await?,
            reuse_last_day: store.count_reuses(now.plus_seconds(-DAY)).await?,
            workspace: store.workspace().clone(),
        })
    }
}
