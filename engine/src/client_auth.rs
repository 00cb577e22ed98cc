//! Client authentication at the token, introspection and revocation endpoints (RFC 6749 §2.3).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    id::ClientId,
};
use metrics::counter;
use url::form_urlencoded;

use crate::{
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    keys::PreviousSecretUse,
    realm::Realm,
    storage::{ClientRecord, SecretHash, Storage},
};

/// The metric that counts the requests of clients that authenticated by their previous secret.
pub const PREVIOUS_SECRETS_USED: &str = "regrant_previous_client_secrets_used_total";
/// After how many seconds it is noted again that a previous secret is used.
const NOTED_AFTER: i64 = 60;

/// A request to an endpoint at which a client authenticates.
#[derive(Clone, Copy)]
pub struct ClientRequest<'a> {
    /// The value of the `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The body.
    pub form: &'a Form,
}

/// The client that a request claims to come from.
#[derive(Debug, PartialEq, Eq)]
struct Claimed {
    client_id: String,
    /// Where the secret stood, or `none` without one.
    method: TokenEndpointAuthMethod,
    secret: Option<String>,
}

fn claimed(request: ClientRequest<'_>) -> Result<Claimed, Refusal> {
    let in_header = request.authorization.map(|header| basic(header).ok_or(Refusal::InvalidClient)).transpose()?;
    let named_in_form = request.form.get("client_id");
    // A client that repeats its name beside the header is forgiven, one that gives two names is not.
    if in_header.as_ref().zip(named_in_form).is_some_and(|((one, _), other)| one != other) {
        return Err(Refusal::SeveralClientAuthentications);
    }
    let (named_in_header, secret_in_header) = in_header.unzip();
    let secret_in_form = request.form.get("client_secret").map(str::to_owned);
    let (method, secret) = match (secret_in_header.flatten(), secret_in_form) {
        (Some(_), Some(_)) => return Err(Refusal::SeveralClientAuthentications),
        (Some(secret), None) => (TokenEndpointAuthMethod::ClientSecretBasic, Some(secret)),
        (None, Some(secret)) => (TokenEndpointAuthMethod::ClientSecretPost, Some(secret)),
        (None, None) => (TokenEndpointAuthMethod::None, None),
    };
    let client_id = named_in_header.or_else(|| named_in_form.map(str::to_owned)).ok_or(Refusal::MissingClient)?;
    Ok(Claimed { client_id, method, secret })
}

/// Name and secret of a `Basic` header, both form-encoded before they were joined (RFC 6749 §2.3.1). An empty secret is none: that is how
/// many programs name a client that has no secret.
fn basic(header: &str) -> Option<(String, Option<String>)> {
    let (scheme, value) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (name, secret) = text.split_once(':')?;
    Some((form_decoded(name), Some(form_decoded(secret)).filter(|secret| !secret.is_empty())))
}

fn form_decoded(text: &str) -> String {
    // A text without `=` and `&` reads as one name without a value.
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// Checks whether a client is active.
pub(crate) fn check_active(client: &Client) -> Result<(), Refusal> {
    if client.status == ClientStatus::Active { Ok(()) } else { Err(Refusal::InvalidClient) }
}

impl<S: Storage> Engine<S> {
    /// The client that asks, once it has proved it. An unknown client, an inactive one and a wrong secret get the same answer. The secret
    /// may come in either place, as libraries choose for themselves, unless the client must use the registered one.
    pub(crate) async fn authenticate_client(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<Arc<ClientRecord>, Error> {
        let claimed = claimed(request)?;
        let id = claimed.client_id.parse::<ClientId>().map_err(|_| Refusal::InvalidClient)?;
        let record = self.client(realm.workspace.id, id).await?.ok_or(Refusal::InvalidClient)?;
        let settings = &record.client.settings;
        let proved = match (&claimed.secret, &record.secret_hash) {
            (Some(secret), Some(stored)) => self.proves(realm, secret, stored, &record),
            (None, None) => settings.is_public(),
            _ => false,
        };
        if !proved {
            return Err(Refusal::InvalidClient.into());
        }
        check_active(&record.client)?;
        if settings.require_registered_auth_method && settings.token_endpoint_auth_method != claimed.method {
            return Err(Refusal::OtherAuthenticationMethod.into());
        }
        Ok(record)
    }
}

impl<S: Storage> Engine<S> {
    /// Returns whether a secret is the client's current one, or the one before it while that works. Both are compared, whichever it is.
    fn proves(&self, realm: &Realm, secret: &str, stored: &SecretHash, record: &ClientRecord) -> bool {
        let now = self.now();
        let verify = |hash| self.keys().verify_client_secret(realm.workspace.id, secret, hash);
        let is_current = verify(stored);
        let working = record.previous_secret.as_ref().filter(|previous| previous.works(now));
        let is_previous = working.is_some_and(|previous| verify(&previous.hash));
        if let Some(previous) = working.filter(|_| is_previous && !is_current) {
            counter!(PREVIOUS_SECRETS_USED).increment(1);
            if previous.used_at.is_none_or(|at| now.seconds_since(at) >= NOTED_AFTER) {
                let (workspace, client) = (realm.workspace.id, record.client.id);
                self.keys().note_previous_secret(PreviousSecretUse { workspace, client, stored: previous.hash, at: now });
            }
        }
        is_current | is_previous
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(authorization: Option<&str>, form: &str) -> Result<Claimed, Refusal> {
        claimed(ClientRequest { authorization, form: &Form::parse(form).unwrap() })
    }

    fn header(credentials: &str) -> String {
        format!("Basic {}", STANDARD.encode(credentials))
    }

    fn of(client_id: &str, method: TokenEndpointAuthMethod, secret: Option<&str>) -> Claimed {
        Claimed { client_id: client_id.to_owned(), method, secret: secret.map(str::to_owned) }
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let basic = header("a%3Ab:s+%25%26=c");
        assert_eq!(ask(Some(&basic), ""), Ok(of("a:b", TokenEndpointAuthMethod::ClientSecretBasic, Some("s %&=c"))));
    }

    /// Clauses: 14.
    #[test]
    fn two_ways_to_authenticate_in_one_request_are_refused() {
        let basic = header("a:b");
        assert_eq!(ask(Some(&basic), "client_secret=b"), Err(Refusal::SeveralClientAuthentications));
        assert_eq!(ask(Some(&basic), "client_id=other"), Err(Refusal::SeveralClientAuthentications));
        assert_eq!(ask(Some(&basic), "client_id=a"), Ok(of("a", TokenEndpointAuthMethod::ClientSecretBasic, Some("b"))));
    }

    /// Clauses: 133.
    #[test]
    fn an_empty_password_is_no_secret() {
        let named = header("a:");
        assert_eq!(ask(Some(&named), ""), Ok(of("a", TokenEndpointAuthMethod::None, None)));
        assert_eq!(ask(Some(&named), "client_id=a&client_secret="), Ok(of("a", TokenEndpointAuthMethod::None, None)));
        assert_eq!(ask(Some(&named), "client_id=a&client_secret=b"), Ok(of("a", TokenEndpointAuthMethod::ClientSecretPost, Some("b"))));
        assert_eq!(ask(Some(&named), "client_id=b"), Err(Refusal::SeveralClientAuthentications));
    }

    #[test]
    fn a_header_that_is_not_basic_is_no_authentication() {
        assert_eq!(ask(Some("Bearer abc"), "client_id=a"), Err(Refusal::InvalidClient));
        assert_eq!(ask(Some("Basic !"), ""), Err(Refusal::InvalidClient));
        assert_eq!(ask(None, ""), Err(Refusal::MissingClient));
    }
}
