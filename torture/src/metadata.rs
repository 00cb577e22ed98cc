//! What a server says of itself (OpenID Connect Discovery §4, RFC 8414 §3).

use reqwest::Method;
use serde_json::Value;
use url::Url;

use crate::{
    error::Error,
    http::{Answer, Http, Request},
};

/// The metadata of an issuer.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) document: Value,
    /// The answer that the document came in.
    pub(crate) answer: Answer,
}

/// An endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Authorization,
    Token,
    Userinfo,
    Introspection,
    Revocation,
    PushedRequest,
    Keys,
}

impl Endpoint {
    /// The member of the metadata.
    pub(crate) const fn member(self) -> &'static str {
        match self {
            Self::Authorization => "authorization_endpoint",
            Self::Token => "token_endpoint",
            Self::Userinfo => "userinfo_endpoint",
            Self::Introspection => "introspection_endpoint",
            Self::Revocation => "revocation_endpoint",
            Self::PushedRequest => "pushed_authorization_request_endpoint",
            Self::Keys => "jwks_uri",
        }
    }
}

impl Metadata {
    /// Reads the metadata of an issuer: by OpenID Connect, or else by RFC 8414.
    ///
    /// # Errors
    /// There is no document at either address.
    pub(crate) async fn discover(http: &Http, issuer: &str) -> Result<Self, Error> {
        for address in [openid_address(issuer), oauth_address(issuer)?] {
            let answer = http.send(&Request::new(Method::GET, address)).await?;
            if answer.is_success() && answer.json.is_object() {
                return Ok(Self { document: answer.json.clone(), answer });
            }
        }
        Err(Error::other(format_args!(
            "{issuer} has no metadata at /.well-known/openid-configuration nor at /.well-known/oauth-authorization-server"
        )))
    }

    /// Returns a member that is a text.
    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.document.get(member).and_then(Value::as_str)
    }

    /// Returns a member that is a list of texts; none where it is not there.
    pub(crate) fn list(&self, member: &str) -> Option<Vec<&str>> {
        Some(self.document.get(member)?.as_array()?.iter().filter_map(Value::as_str).collect())
    }

    /// Returns whether a list is there and has a value.
    pub(crate) fn lists(&self, member: &str, value: &str) -> bool {
        self.list(member).is_some_and(|list| list.contains(&value))
    }

    /// Returns whether a member is `true`.
    pub(crate) fn says(&self, member: &str) -> bool {
        self.document.get(member).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Returns the address of an endpoint.
    pub(crate) fn endpoint(&self, endpoint: Endpoint) -> Option<&str> {
        self.text(endpoint.member())
    }
}

/// Returns where the metadata of an issuer are by OpenID Connect Discovery §4.1.
fn openid_address(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Returns where the metadata of an issuer are by RFC 8414 §3.1: before its path.
pub(crate) fn oauth_address(issuer: &str) -> Result<String, Error> {
    let url = Url::parse(issuer).map_err(|error| Error::other(format_args!("the issuer is no address: {error}")))?;
    let path = url.path().trim_end_matches('/');
    Ok(format!("{}/.well-known/oauth-authorization-server{path}", url.origin().ascii_serialization()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_addresses_are_behind_and_before_the_path_of_an_issuer() {
        assert_eq!(openid_address("https://id.example.com/a/b/"), "https://id.example.com/a/b/.well-known/openid-configuration");
        let oauth = oauth_address("https://id.example.com:444/a/b").unwrap();
        assert_eq!(oauth, "https://id.example.com:444/.well-known/oauth-authorization-server/a/b");
        assert_eq!(oauth_address("https://id.example.com").unwrap(), "https://id.example.com/.well-known/oauth-authorization-server");
    }
}
