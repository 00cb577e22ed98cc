//! What would become of a service's request for a token of its own.

use std::time::Instant;

use domain::{
    client::{Client, ClientType},
    decision::Condition,
    explanation::{Check, Outcome, Refused, Remark},
    grant_type::GrantType,
};

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

/// Returns whether a question is about a service: its client is one, and the request is not one that a browser makes.
pub(super) fn asks_as_service(client: &Client, query: &str) -> bool {
    client.settings.client_type == ClientType::Service && Form::parse(query).is_ok_and(|form| form.get("response_type").is_none())
}

/// Returns the grant that a service's request is for: the one that it names, or else the one by which the service usually gets its tokens.
fn asked_grant(client: &Client, form: &Form) -> Result<GrantType, Refusal> {
    match form.get("grant_type") {
        Some(name) => name.parse().map_err(|_| Refusal::UnsupportedGrantType),
        None if client.settings.is_for_exchanges_alone() => Ok(GrantType::TokenExchange),
        None => Ok(GrantType::ClientCredentials),
    }
}

impl<S: Storage> Engine<S> {
    /// Explains the request of a service for a token. All of its checks are made, whatever became of the others.
    pub(super) async fn service_outcome(
        &self,
        realm: &Realm,
        client: &Client,
        query: &str,
        key: ProvenKey,
        trail: &mut Trail,
    ) -> Result<Outcome, Error> {
        let refused = |refusal: Refusal| Ok(Outcome::Refused(refusal.into()));
        let form = match trail.note(Check::Form, Form::parse(query)) {
            Ok(form) => form,
            Err(refusal) => return refused(refusal),
        };
        let active = trail.note(Check::Condition(Condition::ClientActive), check_active(client));
        let authenticates = self.check_means(realm, client, trail).await;
        let (proof, now, since) = (RequestProof::assumed(key), self.now(), Instant::now());
        let request = GrantRequest { realm, client, authorization: None, certificate: None, form: &form, proof, now, since };
        let granted = match asked_grant(client, &form) {
            Ok(grant) => self.check_own_grant(&request, grant, trail).await,
            Err(refusal) => {
                trail.step(Check::OwnGrantAllowed, false, None);
                Err(refusal.into())
            }
        };
        let granted = match granted {
            Ok(()) => Ok(()),
            Err(error) => Err(error.told().ok_or(error)?),
        };
        match active.and(authenticates).map_err(Refused::from).and(granted) {
            Ok(()) => Ok(Outcome::AccessToken),
            Err(told) => Ok(Outcome::Refused(told)),
        }
    }

    /// Checks whether a client gets a token by this grant, with what it asks for.
    async fn check_own_grant(&self, request: &GrantRequest<'_>, grant: GrantType, trail: &mut Trail) -> Result<(), Error> {
        let allowed = request.check_client(grant, trail).map(drop);
        if grant == GrantType::ClientCredentials {
            let asked_for = self.check_asked_for(request, trail).await.map(drop);
            allowed?;
            return asked_for;
        }
        // What an exchange leaves depends on the token that comes.
        trail.remark(Check::OwnGrant, (grant == GrantType::TokenExchange).then_some(Remark::SubjectTokenAssumed));
        allowed.map_err(Error::from)
    }
}
