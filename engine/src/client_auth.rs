//! Client authentication at the token, introspection and revocation endpoints (RFC 6749 §2.3).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    id::ClientId,
};
use url::form_urlencoded;

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
    form::Form,
    storage::Storage,
};

/// A request to an endpoint at which a client authenticates.
#[derive(Clone, Copy)]
pub struct ClientRequest<'a> {
    /// The value of the `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The body.
    pub form: &'a Form,
}

/// What a request says about who asks.
struct Claimed {
    client_id: String,
    method: TokenEndpointAuthMethod,
    secret: Option<String>,
}

fn claimed(request: ClientRequest<'_>) -> Result<Claimed, Refusal> {
    let in_form = request.form.get("client_id");
    let secret_in_form = request.form.get("client_secret");
    if let Some(header) = request.authorization {
        if secret_in_form.is_some() {
            return Err(Refusal::SeveralClientAuthentications);
        }
        let (client_id, secret) = basic(header).ok_or(Refusal::InvalidClient)?;
        // A client that repeats its name beside the header is forgiven, one that gives two names is not.
        if in_form.is_some_and(|other| other != client_id) {
            return Err(Refusal::SeveralClientAuthentications);
        }
        return Ok(Claimed { client_id, method: TokenEndpointAuthMethod::ClientSecretBasic, secret: Some(secret) });
    }
    let client_id = in_form.ok_or(Refusal::MissingClient)?.to_owned();
    Ok(match secret_in_form {
        Some(secret) => Claimed { client_id, method: TokenEndpointAuthMethod::ClientSecretPost, secret: Some(secret.to_owned()) },
        None => Claimed { client_id, method: TokenEndpointAuthMethod::None, secret: None },
    })
}

/// Name and secret of a `Basic` header, both form-encoded before they were joined (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, value) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (name, secret) = text.split_once(':')?;
    Some((form_decoded(name), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    // A text without `=` and `&` reads as one name without a value.
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

impl<S: Storage> Engine<S> {
    /// The client that asks, once it has proved it. An unknown client, an inactive one and a wrong secret get the same answer.
    pub(crate) async fn authenticate_client(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<Client, Error> {
        let claimed = claimed(request)?;
        let id = claimed.client_id.parse::<ClientId>().map_err(|_| Refusal::InvalidClient)?;
        let record = self.storage().find_client(realm.workspace.id, id).await?.ok_or(Refusal::InvalidClient)?;
        let registered = record.client.settings.token_endpoint_auth_method;
        let proved = match (&claimed.secret, &record.secret_hash) {
            (Some(secret), Some(stored)) => self.keys().verify_client_secret(realm.workspace.id, secret, stored),
            (None, None) => registered == TokenEndpointAuthMethod::None,
            _ => false,
        };
        if !proved || record.client.status != ClientStatus::Active {
            return Err(Refusal::InvalidClient.into());
        }
        if registered != claimed.method {
            return Err(Refusal::OtherAuthenticationMethod.into());
        }
        Ok(record.client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(authorization: Option<&str>, form: &str) -> Result<(String, TokenEndpointAuthMethod, Option<String>), Refusal> {
        let form = Form::parse(form).unwrap();
        claimed(ClientRequest { authorization, form: &form }).map(|claimed| (claimed.client_id, claimed.method, claimed.secret))
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let header = format!("Basic {}", STANDARD.encode("a%3Ab:s+%25%26=c"));
        let (client, method, secret) = ask(Some(&header), "").unwrap();
        assert_eq!((client.as_str(), method, secret.as_deref()), ("a:b", TokenEndpointAuthMethod::ClientSecretBasic, Some("s %&=c")));
    }

    #[test]
    fn c014_two_ways_to_authenticate_in_one_request_are_refused() {
        let header = format!("Basic {}", STANDARD.encode("a:b"));
        assert_eq!(ask(Some(&header), "client_secret=b"), Err(Refusal::SeveralClientAuthentications));
        assert_eq!(ask(Some(&header), "client_id=other"), Err(Refusal::SeveralClientAuthentications));
        assert!(ask(Some(&header), "client_id=a").is_ok());
    }

    #[test]
    fn a_header_that_is_not_basic_is_no_authentication() {
        assert_eq!(ask(Some("Bearer abc"), "client_id=a"), Err(Refusal::InvalidClient));
        assert_eq!(ask(Some("Basic !"), ""), Err(Refusal::InvalidClient));
        assert_eq!(ask(None, ""), Err(Refusal::MissingClient));
    }
}
