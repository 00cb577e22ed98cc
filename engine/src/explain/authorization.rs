//! What would become of an authorization request, and of the exchange of its code.

use std::time::Instant;

use domain::{
    client::Client,
    decision::Condition,
    explanation::{Check, Explanation, Outcome, Remark},
    grant_type::GrantType,
    id::{ClientId, UserId},
    readiness::{self, Missing},
    resource::Resources,
    sign_in_method::Acr,
    user::{User, UserStatus},
};

use super::{
    decided::note_decision,
    device::{DeviceQuestion, asks_as_device},
    service::asks_as_service,
};
use crate::{
    dpop::ProvenKey,
    endpoint::authorize::{
        AcrStep, ConsentNeed, Destination, Request, Sought, failing, has_to_push, has_to_sign, session_satisfies, silence_refused,
    },
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::request::{GrantRequest, RequestProof},
    realm::Realm,
    storage::Storage,
    trail::Trail,
};

/// An authorization request that is asked about.
#[derive(Debug, Clone)]
pub struct ExplainRequest<'a> {
    /// The client that the question is about, even if the request names none.
    pub client: ClientId,
    /// The request's parameters, as a query.
    pub query: &'a str,
    /// Whether a browser brings it like this. Otherwise it stands for what the client pushes or signs, where it has to.
    pub is_sent: bool,
    /// The user who signs in. Without one it is a user who never agreed before.
    pub user: Option<UserId>,
    /// Whether the user is signed in when the request comes.
    pub signed_in: bool,
    /// The key that the exchange of the code would prove.
    pub key: ProvenKey,
}

impl<S: Storage> Engine<S> {
    /// Explains an authorization request of a user who signs in and agrees when asked, and the exchange of its code; or, of a service, its request
    /// for a token of its own.
    pub async fn explain(&self, realm: &Realm, asked: ExplainRequest<'_>) -> Result<Explanation, Error> {
        let record = self.storage().find_client(realm.workspace.id, asked.client).await?;
        let previous = record.as_ref().and_then(|record| record.previous_secret);
        let client = record.map(|record| record.client);
        let mut trail = Trail::default();
        let device = client.as_ref().filter(|client| asks_as_device(client, asked.query));
        let ExplainRequest { query, user, signed_in, key, is_sent, .. } = asked;
        let service = client.as_ref().filter(|client| asks_as_service(client, asked.query));
        let outcome = match (device, service) {
            (Some(client), _) => self.device_outcome(realm, client, DeviceQuestion { query, user, signed_in, key }, &mut trail).await?,
            (None, Some(client)) => self.service_outcome(realm, client, query, key, &mut trail).await?,
            (None, None) => self.outcome(realm, &asked, &mut trail).await?,
        };
        if previous.is_some_and(|previous| previous.works(self.now())) {
            trail.remark(Check::Condition(Condition::ClientActive), Remark::PreviousSecret);
        }
        // What is explained is what the client pushes or signs. What a device asks for is sent to its own endpoint.
        if let Some(client) = client.as_ref().filter(|_| device.is_none() && service.is_none() && !is_sent) {
            let remark = match (has_to_push(realm, client), has_to_sign(realm, client)) {
                (true, true) => Some(Remark::ToBePushedAndSigned),
                (true, false) => Some(Remark::ToBePushed),
                (false, true) => Some(Remark::ToBeSigned),
                (false, false) => None,
            };
            trail.remark(Check::Form, remark);
        }
        // A request that ends early has not met all that is wrong and all that is missing.
        if let Some(client) = client.as_ref().filter(|_| !outcome.issues() && service.is_none()) {
            let wrong = if device.is_some() { Vec::new() } else { self.failing(realm, client, asked.query).await? };
            let missing = readiness::missing(&realm.workspace, client).into_iter().map(Missing::check);
            for check in wrong.into_iter().chain(missing) {
                if !trail.has(check) {
                    trail.step(check, false, None);
                }
            }
        }
        let (steps, left_out) = trail.finish(realm, client.as_ref());
        Ok(Explanation { steps, left_out, outcome })
    }

    /// Returns the checks of a request that fail whatever became of the others.
    async fn failing(&self, realm: &Realm, client: &Client, query: &str) -> Result<Vec<Check>, Error> {
        let Ok(sent) = Form::parse(query) else { return Ok(Vec::new()) };
        let Sought::Found(asked) = self.sent_parameters(realm, sent, self.now()).await? else { return Ok(Vec::new()) };
        // Nobody signed what an object asks for that is wrong.
        if asked.fault.is_some() {
            return Ok(Vec::new());
        }
        let form = asked.form;
        let address = self.redirect_uri(realm, client, &form).is_err().then_some(Check::RedirectUri);
        let mut found: Vec<_> = address.into_iter().chain(failing(realm, &form, client)).collect();
        if !form.resources().is_empty() && self.resource_servers(realm, &form, &Resources::none()).await?.requested(&form).is_err() {
            found.push(Check::Resources);
        }
        if self.requested_details(realm, client, &form).await?.is_err() {
            found.push(Check::AuthorizationDetails);
        }
        Ok(found)
    }

    async fn outcome(&self, realm: &Realm, asked: &ExplainRequest<'_>, trail: &mut Trail) -> Result<Outcome, Error> {
        let refused = |refusal: Refusal| Ok(Outcome::Refused(refusal.into()));
        let Ok(sent) = trail.note(Check::Form, Form::parse(asked.query)) else {
            return Ok(Outcome::Unanswerable(Refusal::RepeatedParameter.into()));
        };
        let is_object = sent.get("request").is_some();
        let parameters = match self.sent_parameters(realm, sent, self.now()).await? {
            Sought::Found(parameters) => parameters,
            Sought::Missing(unanswerable, _) => {
                trail.step(Check::PushedRequest, false, None);
                return Ok(Outcome::Unanswerable(unanswerable.refusal().into()));
            }
        };
        if parameters.pushed.is_some() {
            trail.step(Check::PushedRequest, true, None);
        }
        let form = &parameters.form;
        let address = match self.return_address(realm, form, trail).await? {
            Destination::Known(address) => *address,
            Destination::Unknown(unanswerable, _) => return Ok(Outcome::Unanswerable(unanswerable.refusal().into())),
        };
        let verified = parameters.fault.map_or(Ok(()), Err);
        if is_object && let Err(refusal) = trail.note(Check::RequestObject, verified) {
            return refused(refusal);
        }
        if asked.is_sent && (has_to_push(realm, address.client()) || has_to_sign(realm, address.client())) {
            let way = self.check_way(realm, &parameters, &address);
            if let Err(refusal) = trail.note(Check::Way, way) {
                return refused(refusal);
            }
        }
        let request = match self.check_request(realm, form, address, trail).await {
            Ok(request) => request,
            Err(error) => return error.told().map(Outcome::Refused).ok_or(error),
        };
        let user = match asked.user {
            Some(id) => self.storage().find_user(realm.workspace.id, id).await?,
            None => None,
        };
        let reachable = match &user {
            Some(user) => self.reachable_acr(realm, user.id).await?,
            None => Acr::PhishingResistant,
        };
        if let Some(outcome) = self.sign_in_step(&request, asked, (user.as_ref(), reachable), trail) {
            return Ok(outcome);
        }
        match self.consent_need(realm, &request, asked.user).await? {
            ConsentNeed::Asked(remark) if request.prompt.none => {
                trail.step(Check::Consent, false, Some(remark));
                return refused(silence_refused(remark));
            }
            ConsentNeed::NotAsked(remark) | ConsentNeed::Asked(remark) => trail.step(Check::Consent, true, Some(remark)),
        }
        self.exchange_outcome(realm, &request, asked, trail).await
    }

    /// Notes the sign-in, as far as the request and the user, with the level that they can reach, let it succeed. Returns how the request ends here, where it does.
    fn sign_in_step(
        &self,
        request: &Request,
        asked: &ExplainRequest<'_>,
        (user, reachable): (Option<&User>, Acr),
        trail: &mut Trail,
    ) -> Option<Outcome> {
        let active = asked.user.is_none() || user.is_some_and(|user| user.status == UserStatus::Active);
        let now = self.now();
        // Signed in just before the request came.
        let auth_time = (asked.signed_in && active).then(|| now.plus_seconds(-1));
        let is_wanted = request.is_for(asked.user);
        let need = auth_time.ok_or(Remark::SignInAsked).and_then(|auth_time| session_satisfies(auth_time, request, now, now));
        let need = if is_wanted { need } else { Err(Remark::SignInByHint) };
        // Signed in by a password alone, as everybody can be.
        let acr = request.acr.step(auth_time.map(|_| Acr::SingleFactor), reachable, request.prompt.none);
        let need = need.and(if matches!(acr, AcrStep::SignIn(_)) { Err(Remark::SignInByAcr) } else { Ok(()) });
        let (asks, remark) = need.map_or_else(|remark| (true, remark), |()| (false, Remark::SignedIn));
        if asks && request.prompt.none {
            trail.step(Check::SignIn, false, Some(remark));
            return Some(Outcome::Refused(Refusal::LoginRequired.into()));
        }
        let is_out_of_reach = active && is_wanted && acr == AcrStep::OutOfReach;
        let remark = if is_out_of_reach { Remark::AcrOutOfReach } else { remark };
        trail.step(Check::SignIn, active && is_wanted && !is_out_of_reach, Some(remark));
        if !is_wanted {
            return Some(Outcome::Refused(Refusal::LoginRequired.into()));
        }
        if !active {
            trail.step(Check::UserActive, false, None);
            return Some(Outcome::UserInactive);
        }
        if is_out_of_reach {
            return Some(Outcome::Refused(Refusal::UnmetAuthenticationRequirements.into()));
        }
        None
    }

    /// Returns what the exchange of the code brings.
    async fn exchange_outcome(
        &self,
        realm: &Realm,
        request: &Request,
        asked: &ExplainRequest<'_>,
        trail: &mut Trail,
    ) -> Result<Outcome, Error> {
        let (client, form, now) = (&request.client, &Form::default(), self.now());
        let (proof, since) = (RequestProof::assumed(asked.key), Instant::now());
        let exchange = GrantRequest { realm, client, authorization: None, certificate: None, form, proof, now, since };
        let authenticates = self.check_means(realm, client, trail).await;
        let may_exchange = exchange.check_client(GrantType::AuthorizationCode, trail);
        let key = exchange.check_bound_key(request.dpop_jkt(), trail);
        if let Err(refusal) = authenticates.and(may_exchange).and(key) {
            return Ok(Outcome::Refused(refusal.into()));
        }
        let decision = self.decide(realm, client, asked.user, request.facts()).await?;
        note_decision(&decision, realm, client, request.facts(), trail);
        Ok(decision.into())
    }
}
