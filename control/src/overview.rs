//! The overview of a workspace.

use domain::{
    activity::{Activity, Period},
    clock::Timestamp,
    grant_type::GrantType,
    view::{FamilyFilter, Overview},
    workspace::WorkspacePath,
};
use store::{Access, WorkspaceStore};

use crate::{Error, Operator, permission::Action};

/// For how many seconds a reuse that nobody has handled is a warning: a day.
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
                let live = store.count_some_families(&FamilyFilter::live(), now).await?.number;
                (store.count_some_clients().await?, store.count_some_users().await?, live)
            }
        };
        Ok(Overview {
            issuer: engine::issuer(self.control.base_url(), &path.tenant, &path.workspace),
            clients,
            users,
            live_families,
            paused: live_families > 0 && !store.workspace().authorization.grant_types.contains(&GrantType::RefreshToken),
            last_day: activity(&store, Period::Day, now).await?,
            open_reuses: store.count_some_open_reuses(now.plus_seconds(-DAY)).await?,
            workspace: store.workspace().clone(),
        })
    }

    /// Returns what happened in a workspace in a period.
    pub async fn load_activity(&self, path: &WorkspacePath, period: Period) -> Result<Activity, Error> {
        let store = self.read(Action::SeeWorkspaces, path).await?;
        activity(&store, period, self.now()).await
    }
}

async fn activity<C: Access>(store: &WorkspaceStore<'_, C>, period: Period, now: Timestamp) -> Result<Activity, Error> {
    Ok(Activity::of(period, now, &store.figures_since(period.start(now), now).await?))
}
