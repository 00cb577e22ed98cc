//! Redirect URIs: what may be registered, and when a requested one is the registered one.

use std::fmt;

use fluent_uri::Uri;
use serde::{Deserialize, Serialize};

use crate::origin::Origin;

/// A registered redirect URI: absolute, without fragment (RFC 6749 §3.1.2), `https`, or `http` on loopback, or a private-use
/// scheme with a dot in it (RFC 8252 §7.1). At most 2,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri(String);

/// Why a redirect URI was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedirectUriError {
    /// Not an absolute URI.
    #[error("Type a whole address, such as https://app.example.com/callback.")]
    NotAUri,
    /// Has a fragment.
    #[error("A redirect URI has no fragment (no # part).")]
    Fragment,
    /// Plain `http` on a host that is not this machine.
    #[error("Plain http is for this machine alone (127.0.0.1, [::1] or localhost); use https.")]
    PlainHttp,
    /// A scheme that leads to no application.
    #[error("Use https, http on this machine, or a scheme of the application's own with a dot in it, such as com.example.app.")]
    Scheme,
    /// User name or password in the address.
    #[error("A redirect URI holds no user name and no password.")]
    UserInfo,
    /// A `*`, which would have to match more than one address.
    #[error("A redirect URI is matched exactly; a * matches nothing.")]
    Wildcard,
    /// More than 2,000 characters.
    #[error("A redirect URI has at most 2,000 characters.")]
    TooLong,
    /// A host that browsers read differently from how it looks.
    #[error("Write the host plainly, as in https://app.example.com/callback.")]
    Host,
    /// This server's own address.
    #[error("This is the address of Regrant itself. An application has an address of its own.")]
    OwnAddress,
}

impl RedirectUri {
    /// Checks an address that is to be registered.
    pub fn parse(text: &str) -> Result<Self, RedirectUriError> {
        let text = text.trim();
        if text.len() > 2000 {
            return Err(RedirectUriError::TooLong);
        }
        let uri = Uri::parse(text).map_err(|_| RedirectUriError::NotAUri)?;
        if uri.fragment().is_some() {
            return Err(RedirectUriError::Fragment);
        }
        if text.contains('*') {
            return Err(RedirectUriError::Wildcard);
        }
        if uri.authority().is_some_and(|authority| authority.userinfo().is_some()) {
            return Err(RedirectUriError::UserInfo);
        }
        // RFC 3986 sets no bound, and no browser would go there.
        if uri.authority().is_some_and(|authority| authority.port_to_u16().is_err()) {
            return Err(RedirectUriError::NotAUri);
        }
        let host = uri.authority().map(|authority| authority.host()).filter(|host| !host.is_empty());
        match (uri.scheme().as_str().to_ascii_lowercase().as_str(), host) {
            ("https", Some(_)) => {}
            ("http", Some(host)) if is_loopback(host) => {}
            ("http", Some(_)) => return Err(RedirectUriError::PlainHttp),
            ("http" | "https", None) => return Err(RedirectUriError::NotAUri),
            (scheme, _) if scheme.contains('.') => {}
            _ => return Err(RedirectUriError::Scheme),
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns whether the requested address is this one, character by character (RFC 9700 §2.1).
    pub fn matches(&self, requested: &str) -> bool {
        self.0 == requested
    }

    /// Returns whether the requested address is this one but for the port of an `http` address on this machine, which a native application
    /// learns only when it starts (RFC 8252 §7.3; for `localhost` RFC 9700 §4.1.3).
    pub fn matches_at_any_port(&self, requested: &str) -> bool {
        matches!((loopback_without_port(&self.0), loopback_without_port(requested)), (Some(registered), Some(asked)) if registered == asked)
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks that a browser can be sent to an address: its host is spelled plainly, and it is not `own`, this server itself. What is posted
/// to us from an address of ours counts as our own page's, and no client may choose what that is.
pub fn check_destination(address: &str, own: &Origin) -> Result<(), RedirectUriError> {
    if !is_http(address) {
        return Ok(());
    }
    match Origin::parse(address) {
        None => Err(RedirectUriError::Host),
        Some(origin) if origin.is_same_server(own) => Err(RedirectUriError::OwnAddress),
        Some(_) => Ok(()),
    }
}

/// Returns whether only the owner of a domain can receive what is sent to an address: `https`, and not on the user's own machine. Any
/// program there can listen on a port, or claim a scheme (RFC 8252 §8.6).
pub fn is_claimed(address: &str) -> bool {
    Origin::parse(address).is_some_and(|origin| origin.is_tls() && !origin.is_loopback())
}

fn is_http(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "[::1]" | "localhost")
}

/// What stands around the port of an `http` address on this machine: host, then path and query.
fn loopback_without_port(text: &str) -> Option<(&str, &str)> {
    let uri = Uri::parse(text).ok()?;
    let authority = uri.authority()?;
    let plain = uri.scheme().as_str() == "http" && authority.userinfo().is_none() && uri.fragment().is_none();
    authority.port_to_u16().ok()?;
    let start = "http://".len() + authority.as_str().len();
    (is_loopback(authority.host()) && plain).then(|| Some((authority.host(), text.get(start..)?))).flatten()
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for RedirectUri {
    type Error = RedirectUriError;

    fn try_from(text: String) -> Result<Self, RedirectUriError> {
        Self::parse(&text)
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_registered_is_refused_with_its_reason() {
        for (text, error) in [
            ("/callback", RedirectUriError::NotAUri),
            ("https:///callback", RedirectUriError::NotAUri),
            ("https://app.example.com/#top", RedirectUriError::Fragment),
            ("http://app.example.com/callback", RedirectUriError::PlainHttp),
            ("http://127.0.0.1.example.com/", RedirectUriError::PlainHttp),
            ("javascript:alert(1)", RedirectUriError::Scheme),
            ("https://user@app.example.com/", RedirectUriError::UserInfo),
            ("https://*.example.com/", RedirectUriError::Wildcard),
            ("https://app.example.com:65536/", RedirectUriError::NotAUri),
        ] {
            assert_eq!(RedirectUri::parse(text), Err(error), "{text}");
        }
    }

    /// Clauses: 35.
    #[test]
    fn a_redirect_uri_is_matched_exactly_but_for_the_loopback_port() {
        let web = RedirectUri::parse("https://app.example.com/callback").unwrap();
        assert!(web.matches("https://app.example.com/callback"));
        for other in [
            "https://app.example.com/callback/",
            "https://app.example.com/callback?x=1",
            "https://APP.example.com/callback",
            "https://app.example.com:443/callback",
        ] {
            assert!(!web.matches(other), "{other}");
        }
        let native = RedirectUri::parse("http://127.0.0.1/callback").unwrap();
        assert!(native.matches_at_any_port("http://127.0.0.1:51004/callback"));
        assert!(!native.matches("http://127.0.0.1:51004/callback"));
        for other in [
            "http://127.0.0.1:51004/other",
            "http://localhost:51004/callback",
            "http://[::1]:51004/callback",
            "http://x@127.0.0.1:1/callback",
            "https://127.0.0.1:1/callback",
            "http://127.0.0.1:1/callback#f",
            "http://127.0.0.1:65536/callback",
        ] {
            assert!(!native.matches_at_any_port(other), "{other}");
        }
        let named = RedirectUri::parse("http://localhost/callback").unwrap();
        assert!(named.matches_at_any_port("http://localhost:51004/callback"));
        assert!(!named.matches_at_any_port("http://127.0.0.1:51004/callback"), "names are not looked up");
    }

    #[test]
    fn nobody_is_sent_to_the_server_itself_however_it_is_spelled() {
        let own = Origin::parse("https://id.example.com").unwrap();
        for (address, expected) in [
            ("https://ID.example.com:443/demo/shop/oidc/logout/confirm", Err(RedirectUriError::OwnAddress)),
            ("https://id.example.com./console/api/sign_out", Err(RedirectUriError::OwnAddress)),
            ("https://id%2eexample.com/", Err(RedirectUriError::Host)),
            ("https://a;sandbox/", Err(RedirectUriError::Host)),
            ("https://app.example.com/callback", Ok(())),
            ("com.example.app:/callback", Ok(())),
        ] {
            assert_eq!(check_destination(address, &own), expected, "{address}");
        }
    }

    #[test]
    fn only_the_owner_of_a_domain_receives_what_goes_to_https() {
        assert!(is_claimed("https://app.example.com/callback"));
        for open in ["https://localhost/callback", "http://127.0.0.1:51004/callback", "com.example.app:/callback", "https://127.0.0.1/"] {
            assert!(!is_claimed(open), "{open}");
        }
    }
}
