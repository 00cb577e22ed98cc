//! An authorization request, and the answer to it.

use std::collections::BTreeMap;

use url::{Url, form_urlencoded};

use crate::{
    client::Client,
    error::Error,
    http::{encode, owned},
    key::hash,
    random,
};

/// The scope of OpenID Connect.
pub(crate) const OPENID: &str = "openid";
/// The scope that asks for a refresh token (OpenID Connect Core §11).
pub(crate) const OFFLINE_ACCESS: &str = "offline_access";

/// An authorization request by PKCE, with what its client remembers of it.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationRequest {
    parameters: Vec<(String, String)>,
    pub(crate) redirect_uri: String,
    pub(crate) verifier: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
}

/// What came back to the client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Callback {
    pub(crate) parameters: BTreeMap<String, String>,
    /// What stands behind `#` in the address.
    pub(crate) fragment: String,
}

impl AuthorizationRequest {
    /// Returns a request of a client for these scopes.
    pub(crate) fn new(client: &Client, scope: &str) -> Result<Self, Error> {
        let (verifier, state, nonce) = (random::text()?, random::text()?, random::text()?);
        let request = Self { parameters: Vec::new(), redirect_uri: client.redirect_uri.clone(), verifier, state, nonce };
        let (challenge, state, nonce) = (hash(&request.verifier), request.state.clone(), request.nonce.clone());
        let has = |wanted: &str| scope.split(' ').any(|scope| scope == wanted);
        let mut request = request.with("response_type", "code").with("client_id", &client.id).with("redirect_uri", &client.redirect_uri);
        request = request.with("state", &state).with("code_challenge", &challenge).with("code_challenge_method", "S256");
        if !scope.is_empty() {
            request = request.with("scope", scope);
        }
        if has(OPENID) {
            request = request.with("nonce", &nonce);
        }
        // OpenID Connect Core §11: offline access is asked for together with consent.
        Ok(if has(OFFLINE_ACCESS) { request.with("prompt", "consent") } else { request })
    }

    /// Returns the request with another value of a parameter.
    #[must_use]
    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        self.without(name).also(name, value)
    }

    /// Returns the request with one more value of a parameter.
    #[must_use]
    pub(crate) fn also(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the request without a parameter.
    #[must_use]
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(known, _)| known != name);
        self
    }

    /// Returns the request with another address to be answered at.
    #[must_use]
    pub(crate) fn to(self, redirect_uri: &str) -> Self {
        Self { redirect_uri: redirect_uri.to_owned(), ..self.with("redirect_uri", redirect_uri) }
    }

    /// Returns the same request as a browser brings it that was pushed (RFC 9126 §4).
    #[must_use]
    pub(crate) fn pushed(&self, client_id: &str, request_uri: &str) -> Self {
        Self { parameters: owned(&[("client_id", client_id), ("request_uri", request_uri)]), ..self.clone() }
    }

    /// Returns the request with its parameters in the opposite order.
    #[must_use]
    pub(crate) fn reversed(mut self) -> Self {
        self.parameters.reverse();
        self
    }

    /// Returns the parameters.
    pub(crate) fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// Returns a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the address that a browser opens.
    pub(crate) fn url(&self, endpoint: &str) -> String {
        let mark = if endpoint.contains('?') { '&' } else { '?' };
        format!("{endpoint}{mark}{}", encode(&self.parameters))
    }
}

impl Callback {
    /// Reads the address that a browser was sent to; none where it is not the client's.
    pub(crate) fn read(address: &str, redirect_uri: &str) -> Option<Self> {
        let (address, expected) = (Url::parse(address).ok()?, Url::parse(redirect_uri).ok()?);
        let is_same = address.scheme() == expected.scheme()
            && address.host_str() == expected.host_str()
            && address.port_or_known_default() == expected.port_or_known_default()
            && address.path() == expected.path();
        is_same.then(|| {
            let parameters = address.query_pairs().into_owned().collect();
            Self { parameters, fragment: address.fragment().unwrap_or_default().to_owned() }
        })
    }

    /// Reads what a form posted to the client.
    pub(crate) fn of_form(body: &str) -> Self {
        Self { parameters: form_urlencoded::parse(body.as_bytes()).into_owned().collect(), fragment: String::new() }
    }

    /// Returns a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Returns the answer in words: `a code`, `the error login_required`.
    pub(crate) fn shown(&self) -> String {
        match (self.get("error"), self.get("code")) {
            (Some(error), _) => format!("the error {error}"),
            (None, Some(_)) => "a code".to_owned(),
            (None, None) => "neither a code nor an error".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_at_the_client_and_nowhere_else() {
        let read = |address| Callback::read(address, "https://app.example.com/callback");
        assert_eq!(read("https://app.example.com:443/callback?code=1&state=a%20b").unwrap().get("state"), Some("a b"));
        for elsewhere in ["https://app.example.com/callback/x?code=1", "http://app.example.com/callback?code=1", "/callback?code=1"] {
            assert!(read(elsewhere).is_none(), "{elsewhere}");
        }
    }
}
