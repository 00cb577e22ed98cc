//! Lifetimes that are lowered while refresh tokens live: what that does to them, and whether it is done.

use std::collections::BTreeMap;

use domain::{
    audit::Change,
    client::{Client, ClientSettings},
    clock::Timestamp,
    id::ClientId,
    impact::{ClientImpact, Impact, Reach, Shortening},
    settings::tokens::TokenSettings,
};
use store::{Access, WorkspaceStore, Writing};

use crate::{Error, changes};

/// The lowered lifetimes, and the clients they are lowered for. Most clients have their workspace's, so few differ.
pub(crate) struct Shortenings(BTreeMap<Shortening, Vec<ClientId>>);

/// Returns what new settings of a workspace lower for its clients.
pub(crate) fn of_workspace(before: &TokenSettings, after: &TokenSettings, clients: &[Client]) -> Shortenings {
    collect(clients.iter().map(|client| (client.id, Shortening::between((before, &client.settings), (after, &client.settings)))))
}

/// Returns what new settings of a client lower for it.
pub(crate) fn of_client(workspace: &TokenSettings, before: &Client, after: &ClientSettings) -> Shortenings {
    collect([(before.id, Shortening::between((workspace, &before.settings), (workspace, after)))].into_iter())
}

/// Returns what new settings of a workspace and of its clients lower together, for the clients that are in both.
pub(crate) fn of_all<'a>(
    (before, after): (&TokenSettings, &TokenSettings),
    clients: impl Iterator<Item = (&'a Client, &'a ClientSettings)>,
) -> Shortenings {
    collect(clients.map(|(client, settings)| (client.id, Shortening::between((before, &client.settings), (after, settings)))))
}

fn collect(shortenings: impl Iterator<Item = (ClientId, Shortening)>) -> Shortenings {
    let mut by_lifetimes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (client, shortening) in shortenings.filter(|(_, shortening)| !shortening.is_none()) {
        by_lifetimes.entry(shortening).or_default().push(client);
    }
    Shortenings(by_lifetimes)
}

impl Shortenings {
    /// Returns what it would do to live families.
    pub(crate) async fn impact<C: Access>(&self, store: &WorkspaceStore<'_, C>, now: Timestamp) -> Result<Impact, Error> {
        Ok(Impact::of(self.impact_by_client(store, now).await?))
    }

    /// Returns what it would do to the live families of each client that has such families.
    pub(crate) async fn impact_by_client<C: Access>(
        &self,
        store: &WorkspaceStore<'_, C>,
        now: Timestamp,
    ) -> Result<Vec<ClientImpact>, Error> {
        let mut clients = Vec::new();
        for (to, of) in &self.0 {
            clients.extend(store.impact(of, *to, now).await?);
        }
        Ok(clients)
    }

    /// Returns whether it would do anything to live families.
    async fn has_impact<C: Access>(&self, store: &WorkspaceStore<'_, C>, now: Timestamp) -> Result<bool, Error> {
        for (to, of) in &self.0 {
            if store.has_impact(of, *to, now).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Applies it to live families if that was decided, and returns the changes for the audit line.
    ///
    /// # Errors
    /// [`Error::Undecided`] if there are such families and nothing was decided.
    pub(crate) async fn apply(
        &self,
        store: &WorkspaceStore<'_, Writing>,
        reach: Option<Reach>,
        now: Timestamp,
    ) -> Result<Vec<Change>, Error> {
        let Some(reach) = reach else {
            return if self.has_impact(store, now).await? { Err(Error::Undecided) } else { Ok(Vec::new()) };
        };
        let impact = self.impact(store, now).await?;
        if impact.is_none() {
            return Ok(Vec::new());
        }
        let told = |field, count: u64| changes::one(field, "", &count);
        match reach {
            Reach::NewTokens => Ok(told("live_refresh_tokens_kept_as_they_were", impact.shortened)),
            Reach::LiveTokens => {
                for (to, of) in &self.0 {
                    store.shorten_families(of, *to, now).await?;
                }
                Ok([told("live_refresh_tokens_shortened", impact.shortened), told("live_refresh_tokens_over_at_once", impact.over)]
                    .concat())
            }
        }
    }
}
