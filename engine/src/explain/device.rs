//! What would become of a device authorization request, and of the device's questions.

use std::time::Instant;

use domain::{
    client::Client,
    decision::{Condition, RefreshFacts},
    explanation::{Check, Outcome, Refused, Remark},
    grant_type::GrantType,
    id::UserId,
    scope::OFFLINE_ACCESS,
    user::UserStatus,
};

use super::decided::note_decision;
use crate::{
    client_auth::check_active,
    dpop::ProvenKey,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::request::{GrantRequest, RequestProof},
    realm::Realm,
    storage::Storage,
    trail::Trail,
};

/// A device authorization request that is asked about.
pub(super) struct DeviceQuestion<'a> {
    /// Its parameters.
    pub(super) query: &'a str,
    /// The user who enters the code.
    pub(super) user: Option<UserId>,
    /// Whether that user is signed in.
    pub(super) signed_in: bool,
    /// The key that the device would prove.
    pub(super) key: ProvenKey,
}

/// Returns whether a question is about a device: its client is for devices alone, and the request is not one that a browser makes.
pub(super) fn asks_as_device(client: &Client, query: &str) -> bool {
    let of_a_browser = |form: &Form| ["response_type", "request", "request_uri"].into_iter().any(|name| form.get(name).is_some());
    client.settings.is_for_devices_alone() && Form::parse(query).is_ok_and(|form| !of_a_browser(&form))
}

impl<S: Storage> Engine<S> {
    /// Explains the request of a device whose user signs in and agrees, and the exchange of its code.
    pub(super) async fn device_outcome(
        &self,
        realm: &Realm,
        client: &Client,
        question: DeviceQuestion<'_>,
        trail: &mut Trail,
    ) -> Result<Outcome, Error> {
        let DeviceQuestion { query, user, signed_in, key } = question;
        let refused = |refusal: Refusal| Ok(Outcome::Refused(refusal.into()));
        let form = match trail.note(Check::Form, Form::parse(query)) {
            Ok(form) => form,
            Err(refusal) => return refused(refusal),
        };
        let active = trail.note(Check::Condition(Condition::ClientActive), check_active(client));
        let authenticates = self.check_means(realm, client, trail).await;
        let asked = match self.check_device_request(realm, client, &form, trail).await {
            Ok(asked) => asked,
            Err(error) => {
                let Some(told) = error.told() else { return Err(error) };
                return Ok(Outcome::Refused(active.and(authenticates).err().map_or(told, Refused::from)));
            }
        };
        if let Err(refusal) = active.and(authenticates) {
            return refused(refusal);
        }
        let found = match user {
            Some(id) => self.storage().find_user(realm.workspace.id, id).await?,
            None => None,
        };
        let is_active = user.is_none() || found.is_some_and(|user| user.status == UserStatus::Active);
        trail.step(Check::SignIn, is_active, Some(if signed_in { Remark::SignedIn } else { Remark::SignInAsked }));
        if !is_active {
            trail.step(Check::UserActive, false, None);
            return Ok(Outcome::UserInactive);
        }
        trail.step(Check::Consent, true, Some(Remark::DeviceAsks));
        let (nothing, proof, now, since) = (Form::default(), RequestProof::assumed(key), self.now(), Instant::now());
        let exchange = GrantRequest { realm, client, authorization: None, certificate: None, form: &nothing, proof, now, since };
        let may_exchange = exchange.check_client(GrantType::DeviceCode, trail);
        let proven = exchange.check_bound_key(asked.dpop_jkt, trail);
        if let Err(refusal) = may_exchange.and(proven) {
            return refused(refusal);
        }
        let consented = asked.scopes.contains(OFFLINE_ACCESS);
        let facts = RefreshFacts { requested: asked.offline_requested, consented, limit_reached: false };
        let decision = self.decide(realm, client, user, facts).await?;
        note_decision(&decision, realm, client, facts, trail);
        Ok(decision.into())
    }
}
