//! The lifetimes and the refresh-token policy that are in force for clients.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::{
    client, in_force,
    policy::{Origin, SentPolicy, SentTtls},
    wire::types::told,
    workspace::Workspace,
};

told! {
    /// The lifetimes and the refresh-token policy that are in force for a client.
    pub struct ClientTokenPolicy {
        /// The lifetimes, by their names.
        pub token_ttls: BTreeMap<String, EffectiveValue>,
        /// The refresh-token policy, by the names of its values.
        pub refresh_token_policy: BTreeMap<String, EffectiveValue>,
    }

    /// A value that is in force.
    pub struct EffectiveValue {
        /// The value, as it is sent.
        pub value: Json,
        /// Whose it is: `workspace` or `client`.
        pub origin: String,
    }
}

impl ClientTokenPolicy {
    /// Returns what is in force for a client in its workspace.
    pub fn of(workspace: &Workspace, client: &client::Client) -> Self {
        let (tokens, settings) = (&workspace.tokens, &client.settings);
        let (ttls, own_ttls) = (SentTtls::of(&in_force::ttls(tokens, settings)), SentTtls::of_own(&settings.token_ttls));
        let (policy, own_policy) = (SentPolicy::of(&in_force::policy(tokens, settings)), SentPolicy::of_own(&settings.refresh));
        Self { token_ttls: effective(&ttls, &own_ttls), refresh_token_policy: effective(&policy, &own_policy) }
    }
}

/// Returns each value in force, with its origin.
fn effective<T: Serialize>(in_force: &T, own: &T) -> BTreeMap<String, EffectiveValue> {
    let members = |values: &T| serde_json::to_value(values).ok().and_then(|values| values.as_object().cloned()).unwrap_or_default();
    let own = members(own);
    let value = |(name, value): (String, Json)| {
        let origin = if own.contains_key(&name) { Origin::Client } else { Origin::Workspace };
        (name, EffectiveValue { value, origin: origin.name().to_owned() })
    };
    members(in_force).into_iter().map(value).collect()
}
