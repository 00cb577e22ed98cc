//! What becomes of active refresh tokens when a workspace becomes what is declared.

use std::collections::BTreeMap;

use domain::{
    client::ClientSettings,
    clock::Timestamp,
    configuration::{ClientTokens, Tokens},
    grant_type::GrantType,
    id::ClientId,
    impact::Reach,
    scope::OFFLINE_ACCESS,
    settings::authorization::AuthorizationSettings,
};
use store::{Access, WorkspaceStore};

use super::target::Target;
use crate::{
    Error,
    lifetimes::{self, Shortenings},
};

/// What becomes of them, by client.
pub(super) struct Effect {
    pub(super) clients: Vec<ClientTokens>,
    /// Whether it has to be said first whether lower lifetimes apply to them.
    pub(super) undecided: bool,
}

/// Returns what lower lifetimes there are for the clients that stay.
pub(super) fn shortenings(target: &Target) -> Shortenings {
    lifetimes::of_all((&target.workspace().tokens, &target.settings.tokens), target.staying())
}

/// Returns what becomes of active refresh tokens. Where it is not said whether lower lifetimes apply to them, as if they did.
pub(super) async fn effect<C: Access>(
    store: &WorkspaceStore<'_, C>,
    target: &Target,
    reach: Option<Reach>,
    now: Timestamp,
) -> Result<Effect, Error> {
    let impact = shortenings(target).impact_by_client(store, now).await?;
    let undecided = reach.is_none() && impact.iter().any(|client| client.shortened > 0);
    let mut effects: BTreeMap<ClientId, Tokens> = BTreeMap::new();
    if reach != Some(Reach::NewTokens) {
        for client in &impact {
            let of = effects.entry(client.client_id).or_default();
            (of.ended, of.shortened) = (client.over, client.shortened - client.over);
        }
    }

    let ending = target.clients.iter().filter(|step| step.change.ends_all()).filter_map(|step| step.change.before());
    let ending: Vec<ClientId> = ending.map(|client| client.id).collect();
    for (client, live) in store.count_live_families_of(&ending, now).await? {
        effects.insert(client, Tokens { ended: live, ..Tokens::default() });
    }

    let (before, after) = (&target.workspace().authorization, &target.settings.authorization);
    let refreshes = |workspace: &AuthorizationSettings, client: &ClientSettings| {
        workspace.allows(GrantType::RefreshToken) && client.has_grant(GrantType::RefreshToken)
    };
    // Of these clients, all that is left, or as many as were issued on `offline_access`.
    let mut losing: BTreeMap<ClientId, u64> = BTreeMap::new();
    for (client, settings) in target.staying().filter(|(client, _)| refreshes(before, &client.settings)) {
        if !refreshes(after, settings) {
            losing.insert(client.id, u64::MAX);
        } else if client.settings.scopes.contains(OFFLINE_ACCESS) && !settings.scopes.contains(OFFLINE_ACCESS) {
            losing.insert(client.id, store.count_some_offline_families(client.id, now).await?);
        }
    }
    let clients: Vec<ClientId> = losing.keys().copied().collect();
    for (client, live) in store.count_live_families_of(&clients, now).await? {
        let of = effects.entry(client).or_default();
        of.suspended = live.saturating_sub(of.ended).min(losing.get(&client).copied().unwrap_or_default());
    }

    let name = |id: ClientId| target.before.clients.iter().find(|client| client.id == id).map(|client| client.settings.name.to_string());
    let clients = effects.into_iter().filter(|(_, tokens)| !tokens.is_none()).map(|(client_id, tokens)| ClientTokens {
        client_id,
        client_name: name(client_id).unwrap_or_default(),
        tokens,
    });
    Ok(Effect { clients: clients.collect(), undecided })
}
