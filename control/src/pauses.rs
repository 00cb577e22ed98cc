//! Switches that pause live refresh tokens: what turning one off does, before it is saved.

use domain::{
    client::{Client, ClientSettings, ClientStatus},
    grant_type::GrantType,
    id::ClientId,
    impact::{Paused, PausedClient},
    scope::OFFLINE_ACCESS,
    settings::authorization::AuthorizationSettings,
    view::FamilyFilter,
    workspace::WorkspacePath,
};

use crate::{Error, Operator, edit::get, permission::Action};

const REFRESH: GrantType = GrantType::RefreshToken;

impl Operator {
    /// Returns those of these clients whose refresh tokens are refused now, although they are live: where the workspace or the client does not allow
    /// their grant, or the client is disabled. `place` is what was looked at, where that is one client's.
    pub async fn paused_clients(&self, path: &WorkspacePath, place: Option<ClientId>, ids: &[ClientId]) -> Result<Vec<ClientId>, Error> {
        let store = self.read_at(Action::SeeFamilies, path, place).await?;
        if !store.workspace().authorization.grant_types.contains(&REFRESH) {
            return Ok(ids.to_vec());
        }
        let clients = store.find_clients_by_id(ids).await?;
        Ok(clients.iter().filter(|client| !works(client)).map(|client| client.id).collect())
    }

    /// Returns the live families that work now and would be refused with these allowed grant types.
    pub async fn preview_workspace_pauses(&self, path: &WorkspacePath, after: &AuthorizationSettings) -> Result<Paused, Error> {
        let store = self.read(Action::SeeFamilies, path).await?;
        if after.grant_types.contains(&REFRESH) || !store.workspace().authorization.grant_types.contains(&REFRESH) {
            return Ok(Paused::default());
        }
        let clients = store.all_clients().await?;
        let work_now: Vec<&Client> = clients.iter().filter(|client| works(client)).collect();
        let ids: Vec<ClientId> = work_now.iter().map(|client| client.id).collect();
        let live = store.count_live_families_of(&ids, self.now()).await?;
        Ok(Paused::of(work_now.into_iter().map(|client| paused(client, live.get(&client.id).copied().unwrap_or_default())).collect()))
    }

    /// Returns the live families of a client that work now and would be refused with these settings of it: all without its grant, and without
    /// the scope `offline_access` those that were issued on it.
    pub async fn preview_client_pauses(&self, path: &WorkspacePath, id: ClientId, after: &ClientSettings) -> Result<Paused, Error> {
        let store = self.read_at(Action::SeeFamilies, path, id).await?;
        let client = get(&store, id).await?;
        let before = &client.settings;
        if !store.workspace().authorization.grant_types.contains(&REFRESH) || !works(&client) {
            return Ok(Paused::default());
        }
        let tokens = if !after.grant_types.contains(&REFRESH) {
            let live = FamilyFilter { client: Some(id), ..FamilyFilter::live() };
            store.count_some_families(&live, self.now()).await?.number
        } else if before.scopes.contains(OFFLINE_ACCESS) && !after.scopes.contains(OFFLINE_ACCESS) {
            store.count_some_offline_families(id, self.now()).await?
        } else {
            0
        };
        Ok(Paused::of(vec![paused(&client, tokens)]))
    }
}

/// Returns whether a client can use refresh tokens where its workspace allows them.
fn works(client: &Client) -> bool {
    client.status == ClientStatus::Active && client.settings.grant_types.contains(&REFRESH)
}

fn paused(client: &Client, tokens: u64) -> PausedClient {
    PausedClient { client_id: client.id, client_name: client.settings.name.to_string(), tokens }
}
