//! The decision at the exchange of a code. The exchange and its explanation make it here.

use domain::{
    client::Client,
    decision::{self, Decision, RefreshFacts},
    id::UserId,
    in_force,
    policy::LimitRule,
};

use crate::{engine::Engine, error::Error, realm::Realm, storage::Storage};

impl<S: Storage> Engine<S> {
    /// Decides whether an exchange with these facts brings a refresh token. Whether the user has room for another family is looked up.
    pub async fn decide(&self, realm: &Realm, client: &Client, user: Option<UserId>, facts: RefreshFacts) -> Result<Decision, Error> {
        let decision = decision::decide(&realm.workspace, client, facts);
        if decision.issues() && self.limit_reached(realm, client, user).await? {
            return Ok(decision::decide(&realm.workspace, client, RefreshFacts { limit_reached: true, ..facts }));
        }
        Ok(decision)
    }

    /// Returns whether the user has as many families at the client as the policy allows, and the policy ends none of them.
    async fn limit_reached(&self, realm: &Realm, client: &Client, user: Option<UserId>) -> Result<bool, Error> {
        let policy = in_force::policy(&realm.workspace.tokens, &client.settings);
        let (Some(most), LimitRule::Refuse, Some(user)) = (policy.family_limit.most(), policy.family_limit_rule, user) else {
            return Ok(false);
        };
        let live = self.storage().list_live_families(realm.workspace.id, user, self.now()).await?;
        Ok(live.iter().filter(|family| family.authorization.client_id == client.id).count() >= usize::from(most))
    }
}
