//! Clients that authenticate by a JWT that they signed: `private_key_jwt` (RFC 7521 §4.2, RFC 7523, OpenID Connect Core §9).
//!
//! The signature is verified before anything is believed, told or written: who does not hold a key of the client learns nothing about it, and
//! stores nothing here. What a client did wrong that has signed for itself is told to it.

mod assertion;

use domain::{
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    clock::Timestamp,
    id::ClientId,
};

pub use self::assertion::{ClientAssertion, LONGEST, TYPE};
pub use crate::client_jwt::LEEWAY_SECONDS;
use crate::{
    client_jwt::JwtAudience,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    keys,
    realm::Realm,
    registered_keys::Unverified,
    storage::Storage,
};

/// The value of `client_assertion_type` (RFC 7523 §2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// For how many seconds an assertion can be made at most.
pub const LONGEST_LIFE_SECONDS: i64 = 10 * 60;
/// How much longer a used assertion is kept than it could be used again, in seconds: no node's clock is so far behind.
const MARGIN_SECONDS: i64 = 60;

/// Returns the assertion of a form, if it has one.
pub(crate) fn of_form(form: &Form) -> Result<Option<ClientAssertion>, Refusal> {
    match (form.get("client_assertion"), form.get("client_assertion_type")) {
        (None, None) => Ok(None),
        (Some(_), Some(kind)) if kind != ASSERTION_TYPE => Err(Refusal::UnknownAssertionType),
        (Some(text), Some(_)) => ClientAssertion::parse(text).map(Some),
        (Some(_), None) | (None, Some(_)) => Err(Refusal::IncompleteAssertion),
    }
}

/// Returns whom an assertion names as its client, `sub` first, whoever made it.
pub(crate) fn names(text: &str) -> Vec<String> {
    ClientAssertion::names(text)
}

impl<S: Storage> Engine<S> {
    /// Checks what a client signed. An inactive one and a wrong signature get the answer of an unknown one.
    pub(crate) async fn check_assertion(&self, realm: &Realm, client: &Client, assertion: &ClientAssertion) -> Result<(), Refusal> {
        if let Err(found) = self.check_signer(realm, client, assertion).await {
            // What was found is for administrators.
            self.note_failure(realm, client.id, found);
            return Err(Refusal::InvalidClient);
        }
        self.check_claims(realm, assertion).inspect_err(|refusal| self.note_failure(realm, client.id, *refusal))
    }

    /// Checks that a key of the client signed the assertion.
    async fn check_signer(&self, realm: &Realm, client: &Client, assertion: &ClientAssertion) -> Result<(), Refusal> {
        if client.settings.token_endpoint_auth_method != TokenEndpointAuthMethod::PrivateKeyJwt {
            return Err(Refusal::UnexpectedAssertion);
        }
        // Nothing is fetched for a client that gets nothing.
        if client.status == ClientStatus::Inactive {
            return Err(Refusal::InactiveClient);
        }
        if client.settings.keys.token_endpoint_auth_signing_alg.is_some_and(|only| only != assertion.jwt.algorithm) {
            return Err(Refusal::OtherAssertionAlgorithm);
        }
        self.check_signature(realm, client, &assertion.jwt).await.map_err(|unverified| match unverified {
            Unverified::NoKeys | Unverified::UnknownKey => Refusal::UnknownAssertionKey,
            Unverified::WrongSignature => Refusal::WrongAssertionSignature,
            Unverified::UnavailableKeys => Refusal::UnavailableClientKeys,
        })
    }

    /// Checks for whom an assertion was made, and when.
    fn check_claims(&self, realm: &Realm, assertion: &ClientAssertion) -> Result<(), Refusal> {
        // RFC 9126 §2: the address of the endpoint itself identifies this server, too; and RFC 8705 §5 gives it another one.
        let endpoints = [realm.token_endpoint(), realm.pushed_authorization_request_endpoint()];
        let aliases = endpoints.iter().filter_map(|endpoint| self.alias_of(endpoint));
        let addresses: Vec<String> = [realm.issuer.clone()].into_iter().chain(aliases).chain(endpoints.clone()).collect();
        check_claims(realm, assertion, &addresses, self.now())
    }

    /// Uses an assertion up, which was checked.
    pub(crate) async fn use_assertion(&self, realm: &Realm, client: ClientId, assertion: &ClientAssertion) -> Result<(), Error> {
        // An identifier has no space in it: no two assertions read alike.
        let fingerprint = keys::hash_secret("client-assertion", &format!("{client} {}", assertion.id));
        let until = Timestamp::from_millis(0).plus_seconds(assertion.times.expires_at + LEEWAY_SECONDS + MARGIN_SECONDS);
        let first = self.storage().use_proof(realm.workspace.id, fingerprint, until).await?;
        if first {
            return Ok(());
        }
        self.note_failure(realm, client, Refusal::ReplayedAssertion);
        Err(Refusal::ReplayedAssertion.into())
    }
}

/// Checks that an assertion was made for one of these addresses, and when.
fn check_claims(realm: &Realm, assertion: &ClientAssertion, addresses: &[String], now: Timestamp) -> Result<(), Refusal> {
    // FAPI 2.0 Security Profile §5.4.1, §5.3.2.1.
    let is_strict = realm.workspace.authorization.security.require_strict_client_jwts;
    if is_strict && !assertion.jwt.algorithm.is_of_fapi() {
        return Err(Refusal::AssertionAlgorithm);
    }
    let is_us = |audience: &String| addresses.contains(audience);
    // draft-ietf-oauth-rfc7523bis: who else is named could use the assertion here, or this server there. A client that says by its `typ` that it
    // follows the draft names the issuer, as a text; another may name the token endpoint, as RFC 7523 §3 has it.
    let is_ours = match (&assertion.audience, assertion.jwt.is_typed || is_strict) {
        (JwtAudience::One(audience), true) => *audience == realm.issuer,
        (JwtAudience::List(_), true) => false,
        (JwtAudience::One(audience), false) => is_us(audience),
        (JwtAudience::List(list), false) => !list.is_empty() && list.iter().all(is_us),
    };
    if !is_ours {
        return Err(Refusal::AssertionAudience);
    }
    let now = now.as_seconds();
    let until = now.saturating_add(LONGEST_LIFE_SECONDS + LEEWAY_SECONDS);
    let since = now.saturating_sub(LONGEST_LIFE_SECONDS + LEEWAY_SECONDS);
    let times = assertion.times;
    let is_timely = times.include(now) && times.expires_at <= until && times.issued_at.is_none_or(|issued_at| since <= issued_at);
    if is_timely { Ok(()) } else { Err(Refusal::UntimelyAssertion) }
}
