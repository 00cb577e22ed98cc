//! The overview of a workspace, and what happened in it and at its clients.

use domain::{
    activity::{Activity, ClientActivity, Period},
    clock::Timestamp,
    grant_type::GrantType,
    id::ClientId,
    view::{FamilyFilter, Overview},
    workspace::WorkspacePath,
};
use store::{Access, WorkspaceStore};

use crate::{Error, Operator, edit::get, permission::Action};

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
        let system = self.control.store().tenant(store.workspace().tenant_id).system_workspace().await?;
        Ok(Overview {
            is_system: system.is_some_and(|system| system.id == store.workspace().id),
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

    /// Returns what happened at a client in a period, as far as it was added up. Its events are not looked at.
    pub async fn load_client_activity(&self, path: &WorkspacePath, client: ClientId, period: Period) -> Result<ClientActivity, Error> {
        let store = self.read_at(Action::SeeClients, path, client).await?;
        get(&store, client).await?;
        let now = self.now();
        let (hours, counted_until) = store.client_figures_since(client, period.start(now)).await?;
        Ok(ClientActivity { activity: Activity::of(period, now, &hours), counted_until })
    }
}

async fn activity<C: Access>(store: &WorkspaceStore<'_, C>, period: Period, now: Timestamp) -> Result<Activity, Error> {
    Ok(Activity::of(period, now, &store.figures_since(period.start(now), now).await?))
}
