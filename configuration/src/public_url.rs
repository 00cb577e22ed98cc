//! What browsers and clients call the server.

use std::{fmt, net::IpAddr};

use url::{Host, Url};

/// The base of every issuer: `https://` and a host, or `http://` and a loopback host; no path, query, fragment or user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
    origin: String,
}

impl PublicUrl {
    /// What it must be, for the message about a wrong value.
    pub const EXPECTED: &'static str =
        "`https://` and a host, without path, query and user; plain `http://` is for `localhost`, `127.0.0.1` and `[::1]` only";

    /// Reads it.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && url.port_or_known_default() != Some(0);
        let scheme = match url.scheme() {
            "https" => true,
            "http" => is_loopback(&url),
            _ => false,
        };
        let origin = url.origin().ascii_serialization();
        (bare && scheme).then_some(Self { url, origin })
    }

    /// As a URL.
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// Its host, as it stands in a URL.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// As an origin, the way a browser sends it (RFC 6454 §6.2): no slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns whether it is served over TLS, so that cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The address of a path of ours, which begins with `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_only() {
        for taken in
            ["https://id.example.com", "https://id.example.com:8443/", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:1"]
        {
            assert!(PublicUrl::parse(taken).is_some(), "{taken}");
        }
        for refused in ["http://id.example.com", "http://10.0.0.1", "http://localhost.example.com", "ftp://localhost", "id.example.com", ""]
        {
            assert!(PublicUrl::parse(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn it_is_an_origin_and_nothing_more() {
        for refused in
            ["https://a.example/auth", "https://a.example/?x", "https://a.example/#x", "https://me@a.example", "http://localhost:0"]
        {
            assert!(PublicUrl::parse(refused).is_none(), "{refused}");
        }
        assert_eq!(PublicUrl::parse("https://Id.Example.com:443/").unwrap().origin(), "https://id.example.com");
    }
}
