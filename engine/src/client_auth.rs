//! Client authentication at the token, introspection and revocation endpoints (RFC 6749 §2.3).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    clock::Timestamp,
};
use metrics::counter;
use url::form_urlencoded;

use crate::{
    certificate::PresentedCertificate,
    client_assertion::{self, ClientAssertion},
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    keys::SecretUse,
    realm::Realm,
    storage::{ClientRecord, SecretHash, Storage},
};

/// The metric that counts the requests of clients that authenticated by their previous secret.
pub const PREVIOUS_SECRETS_USED: &str = "regrant_previous_client_secrets_used_total";
/// After how many seconds the use of a client's current secret is noted again: what people want to know is whether it is used at all.
const NOTED_AFTER: i64 = 3600;
/// The same of the previous secret: people wait for its last use.
const PREVIOUS_NOTED_AFTER: i64 = 60;

/// A request to an endpoint at which a client authenticates.
#[derive(Clone, Copy)]
pub struct ClientRequest<'a> {
    /// The value of the `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The certificate that the client presents, whose key it holds (RFC 8705).
    pub certificate: Option<PresentedCertificate<'a>>,
    /// The body.
    pub form: &'a Form,
}

/// What a client authenticates for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To get something.
    Asks,
    /// To end what it has.
    GivesBack,
}

/// The secret that a request proved.
struct Proved {
    stored: SecretHash,
    is_previous: bool,
    /// When it is known to have been used last.
    used_at: Option<Timestamp>,
}

/// The client that a request claims to come from.
#[derive(Debug, PartialEq, Eq)]
struct Claimed {
    client_id: String,
    /// How it authenticates: where the secret stood, or `none` without one.
    method: TokenEndpointAuthMethod,
    secret: Option<String>,
    /// What it signed.
    assertion: Option<ClientAssertion>,
}

fn claimed(request: ClientRequest<'_>) -> Result<Claimed, Refusal> {
    let in_header = request.authorization.map(|header| basic(header).ok_or(Refusal::InvalidClient)).transpose()?;
    let named_in_form = request.form.get("client_id");
    // A client that repeats its name beside the header is forgiven, one that gives two names is not.
    if in_header.as_ref().zip(named_in_form).is_some_and(|((one, _), other)| one != other) {
        return Err(Refusal::SeveralClientAuthentications);
    }
    let secret_in_form = request.form.get("client_secret").map(str::to_owned);
    if let Some(assertion) = client_assertion::of_form(request.form)? {
        // RFC 6749 §2.3: one way a request.
        if in_header.is_some() || secret_in_form.is_some() {
            return Err(Refusal::SeveralClientAuthentications);
        }
        // RFC 7521 §4.2: the name may be left out, and is the assertion's if it is not.
        if named_in_form.is_some_and(|name| name != assertion.client_id) {
            return Err(Refusal::ForeignAssertion);
        }
        let (client_id, method) = (assertion.client_id.clone(), TokenEndpointAuthMethod::PrivateKeyJwt);
        return Ok(Claimed { client_id, method, secret: None, assertion: Some(assertion) });
    }
    let (named_in_header, secret_in_header) = in_header.unzip();
    let (method, secret) = match (secret_in_header.flatten(), secret_in_form) {
        (Some(_), Some(_)) => return Err(Refusal::SeveralClientAuthentications),
        (Some(secret), None) => (TokenEndpointAuthMethod::ClientSecretBasic, Some(secret)),
        (None, Some(secret)) => (TokenEndpointAuthMethod::ClientSecretPost, Some(secret)),
        (None, None) => (TokenEndpointAuthMethod::None, None),
    };
    let client_id = named_in_header.or_else(|| named_in_form.map(str::to_owned)).ok_or(Refusal::MissingClient)?;
    Ok(Claimed { client_id, method, secret, assertion: None })
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
        self.authenticate_for(realm, request, Purpose::Asks).await
    }

    /// The same for a client that gives back what it has: a right secret is enough for that, also where its workspace gives nothing for one.
    pub(crate) async fn authenticate_client_to_end(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<Arc<ClientRecord>, Error> {
        self.authenticate_for(realm, request, Purpose::GivesBack).await
    }

    async fn authenticate_for(&self, realm: &Realm, request: ClientRequest<'_>, purpose: Purpose) -> Result<Arc<ClientRecord>, Error> {
        let (record, assertion) = self.check_authentication(realm, request, purpose).await?;
        if let Some(assertion) = assertion {
            self.use_assertion(realm, record.client.id, &assertion).await?;
        }
        Ok(record)
    }

    /// The same for a request whose client has authenticated before, by the settings as they are by now: what it used up stays used up.
    pub(crate) async fn authenticate_client_again(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<Arc<ClientRecord>, Error> {
        self.check_authentication(realm, request, Purpose::Asks).await.map(|(record, _)| record)
    }

    /// Returns the client that a request proves to come from, and what it signed, which is still to be used up.
    async fn check_authentication(
        &self,
        realm: &Realm,
        request: ClientRequest<'_>,
        purpose: Purpose,
    ) -> Result<(Arc<ClientRecord>, Option<ClientAssertion>), Error> {
        let claimed = match claimed(request) {
            Ok(claimed) => claimed,
            Err(refusal) => {
                self.note_unreadable(realm, request, refusal).await?;
                return Err(refusal.into());
            }
        };
        let Some(record) = self.named_client(realm, &claimed.client_id).await? else {
            self.note_untaken_document(realm, &claimed.client_id).await?;
            return Err(Refusal::InvalidClient.into());
        };
        let id = record.client.id;
        let settings = &record.client.settings;
        if let Some(assertion) = claimed.assertion {
            self.check_assertion(realm, &record.client, &assertion).await?;
            return Ok((record, Some(assertion)));
        }
        if settings.token_endpoint_auth_method.uses_certificate() && claimed.secret.is_none() {
            // An inactive client and a wrong certificate get the answer of an unknown one, too.
            if let Err(found) = self.check_certificate(realm, &record.client, request.certificate).await {
                self.note_failure(realm, id, found);
                return Err(Refusal::InvalidClient.into());
            }
            return Ok((record, None));
        }
        let proved = match (&claimed.secret, &record.secret_hash) {
            (Some(secret), Some(current)) => self.prove(secret, *current, &record).map(Some),
            (Some(_), None) => Err(Refusal::UnexpectedClientSecret),
            (None, Some(_)) => Err(Refusal::MissingClientSecret),
            (None, None) if settings.is_public() => Ok(None),
            (None, None) if settings.token_endpoint_auth_method == TokenEndpointAuthMethod::PrivateKeyJwt => Err(Refusal::MissingAssertion),
            (None, None) => Err(Refusal::InvalidClient),
        };
        let proved = proved.and_then(|proved| match record.client.status {
            ClientStatus::Active => Ok(proved),
            ClientStatus::Inactive => Err(Refusal::InactiveClient),
        });
        // What was found is for administrators.
        let proved = proved.map_err(|found| {
            self.note_failure(realm, id, found);
            Refusal::InvalidClient
        })?;
        if settings.require_registered_auth_method && settings.token_endpoint_auth_method != claimed.method {
            self.note_failure(realm, id, Refusal::OtherAuthenticationMethod);
            return Err(Refusal::OtherAuthenticationMethod.into());
        }
        // Whoever comes to here has shown a secret, or nothing.
        if purpose == Purpose::Asks && realm.workspace.authorization.security.require_asymmetric_client_authentication {
            self.note_failure(realm, id, Refusal::WeakClientAuthentication);
            return Err(Refusal::WeakClientAuthentication.into());
        }
        if let Some(proved) = proved {
            self.note_use(&record.client, &proved);
        }
        Ok((record, None))
    }

    /// Notes that a request was refused before it was known whose it is, at the client that it is said to be of, if there is one. Like any failure of
    /// somebody who has proved nothing, it is counted and no more.
    async fn note_unreadable(&self, realm: &Realm, request: ClientRequest<'_>, refusal: Refusal) -> Result<(), Error> {
        let in_header = request.authorization.and_then(basic).map(|(name, _)| name);
        let names = [request.form.get("client_id").map(str::to_owned), in_header].into_iter().flatten();
        let signed = request.form.get("client_assertion").map(client_assertion::names).unwrap_or_default();
        for name in names.chain(signed) {
            if let Some(record) = self.named_client(realm, &name).await? {
                self.note_failure(realm, record.client.id, refusal);
                break;
            }
        }
        Ok(())
    }

    /// Returns which secret of the client this is: its current one, or the one before while that works. Both are compared, whichever it is. The
    /// refusal is for administrators.
    fn prove(&self, secret: &str, current: SecretHash, record: &ClientRecord) -> Result<Proved, Refusal> {
        let is_stored = |stored: &SecretHash| self.keys().verify_client_secret(record.client.workspace_id, secret, stored);
        let is_current = is_stored(&current);
        let previous = record.previous_secret.filter(|previous| is_stored(&previous.hash));
        if is_current {
            return Ok(Proved { stored: current, is_previous: false, used_at: record.secret_used_at });
        }
        let previous = previous.ok_or(Refusal::WrongClientSecret)?;
        if !previous.works(self.now()) {
            return Err(Refusal::EndedClientSecret);
        }
        Ok(Proved { stored: previous.hash, is_previous: true, used_at: previous.used_at })
    }

    /// Notes which secret a client authenticated by, where it was not noted lately.
    fn note_use(&self, client: &Client, proved: &Proved) {
        if proved.is_previous {
            counter!(PREVIOUS_SECRETS_USED).increment(1);
        }
        let noted_after = if proved.is_previous { PREVIOUS_NOTED_AFTER } else { NOTED_AFTER };
        let at = self.now();
        if proved.used_at.is_none_or(|used_at| at.seconds_since(used_at) >= noted_after) {
            self.keys().note_secret_use(SecretUse { workspace: client.workspace_id, client: client.id, stored: proved.stored, at });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(authorization: Option<&str>, form: &str) -> Result<Claimed, Refusal> {
        claimed(ClientRequest { authorization, certificate: None, form: &Form::parse(form).unwrap() })
    }

    fn header(credentials: &str) -> String {
        format!("Basic {}", STANDARD.encode(credentials))
    }

    fn of(client_id: &str, method: TokenEndpointAuthMethod, secret: Option<&str>) -> Claimed {
        Claimed { client_id: client_id.to_owned(), method, secret: secret.map(str::to_owned), assertion: None }
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
