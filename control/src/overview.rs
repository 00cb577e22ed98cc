//! The overview of a workspace.

use domain::{
    family::FamilyState,
    view::{FamilyFilter, Overview},
    workspace::WorkspacePath,
};

use crate::{Error, Operator, permission::Action};

const DAY: i64 = 24 * 3600;

/// How what is in a workspace is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// Up to [`domain::page::COUNTED_UP_TO`], for a page that only shows it.
    Bounded,
    /// To the last one, before it is deleted.
    Exact,
}

impl Operator {
    /// Returns a workspace with its figures.
    pub async fn load_overview(&self, path: &WorkspacePath, counting: Counting) -> Result<Overview, Error> {
        let store = self.read(Action::SeeWorkspaces, path).await?;
        let now = self.now();
        let (clients, users, live_families) = match counting {
            Counting::Exact => (store.count_clients().await?, store.count_users().await?, store.count_live_families(now).await?),
            Counting::Bounded => {
                let live = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
                (store.count_some_clients().await?, store.count_some_users().await?, store.count_some_families(live, now).await?)
            }
        };
        let figures = store.figures_since(now.plus_seconds(-DAY)).await?;
        Ok(Overview {
            issuer: engine::issuer(self.control.base_url(), &path.tenant, &path.workspace),
            clients,
            users,
            live_families,
            refreshes_last_day: figures.refreshes,
            reuse_last_day: figures.reuses,
            workspace: store.workspace().clone(),
        })
    }
}
