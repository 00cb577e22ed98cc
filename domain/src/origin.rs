//! Origins: which server an address leads to.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

use fluent_uri::Uri;

/// The origin of an `http` or `https` address (RFC 6454 §4).
///
/// It is read from an address whose host is spelled plainly: a name of letters, digits, hyphens, underscores and dots, a dotted IPv4
/// address or an IPv6 address. A host that browsers read differently from how it looks (`0x7f.1`, `id%2Eexample.com`) has no origin
/// here, and neither has one with a character that means something in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    tls: bool,
    host: Host,
    port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Origin {
    /// Reads the origin of an address.
    pub fn parse(address: &str) -> Option<Self> {
        let uri = Uri::parse(address).ok()?;
        let tls = match uri.scheme().as_str().to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority().filter(|authority| authority.userinfo().is_none())?;
        let port = authority.port_to_u16().ok()?.unwrap_or(if tls { 443 } else { 80 });
        Some(Self { tls, host: Host::parse(authority.host())?, port })
    }

    /// Returns whether an address of this origin is answered by the server of the other one: same port, and the same host or two
    /// names of this machine.
    pub fn is_same_server(&self, other: &Self) -> bool {
        self.port == other.port && (self.host.without_dot() == other.host.without_dot() || self.is_loopback() && other.is_loopback())
    }

    /// Returns whether it is a server on the user's own machine.
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Name(name) => {
                let name = name.trim_end_matches('.');
                name == "localhost" || name.ends_with(".localhost")
            }
            // What nobody in particular has leads to this machine, too.
            Host::V4(address) => address.is_loopback() || address.is_unspecified(),
            Host::V6(address) => {
                let mapped = address.to_ipv4_mapped();
                address.is_loopback() || address.is_unspecified() || mapped.is_some_and(|address| address.is_loopback())
            }
        }
    }

    /// Returns whether it is reached over TLS.
    pub const fn is_tls(&self) -> bool {
        self.tls
    }
}

impl Host {
    fn parse(text: &str) -> Option<Self> {
        if let Some(address) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            return address.parse().ok().map(Self::V6);
        }
        let name = text.to_ascii_lowercase();
        let labels = || name.strip_suffix('.').unwrap_or(&name).split('.');
        let plain = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
        };
        if !labels().all(plain) {
            return None;
        }
        // WHATWG URL, "ends in a number": browsers read such a host as an IPv4 address, in many spellings.
        let last = labels().next_back().unwrap_or_default();
        let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
        if is_number { name.parse().ok().map(Self::V4) } else { Some(Self::Name(name)) }
    }

    fn without_dot(&self) -> Self {
        match self {
            Self::Name(name) => Self::Name(name.trim_end_matches('.').to_owned()),
            address => address.clone(),
        }
    }
}

impl fmt::Display for Origin {
    /// Writes it as browsers do (RFC 6454 §6.2): in ASCII, without the scheme's own port.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, port) = if self.tls { ("https", 443) } else { ("http", 80) };
        match &self.host {
            Host::Name(name) => write!(f, "{scheme}://{name}")?,
            Host::V4(address) => write!(f, "{scheme}://{address}")?,
            Host::V6(address) => match (address.to_ipv4_mapped(), address.segments()) {
                // Rust writes the last part as IPv4, browsers do not.
                (Some(_), [.., high, low]) => write!(f, "{scheme}://[::ffff:{high:x}:{low:x}]")?,
                _ => write!(f, "{scheme}://[{address}]")?,
            },
        }
        if self.port == port { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(address: &str) -> Origin {
        Origin::parse(address).unwrap_or_else(|| panic!("{address} has an origin"))
    }

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (address, written) in [
            ("HTTPS://App.Example.com:443/callback?x#y", "https://app.example.com"),
            ("https://app.example.com:8443", "https://app.example.com:8443"),
            ("http://127.0.0.1:80/", "http://127.0.0.1"),
            ("http://[0:0::1]:51004/callback", "http://[::1]:51004"),
            ("https://[::ffff:127.0.0.1]", "https://[::ffff:7f00:1]"),
        ] {
            assert_eq!(origin(address).to_string(), written, "{address}");
        }
    }

    #[test]
    fn a_host_that_is_not_spelled_plainly_has_no_origin() {
        for address in [
            "https://id%2Eexample.com/",
            "https://a;sandbox/",
            "https://a,b/",
            "https://a'b/",
            "https://*.example.com/",
            "https://user@app.example.com/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://127.0.0.01/",
            "https://a..b/",
            "https://:443/",
            "https:///callback",
            "https://app.example.com:65536/",
            "com.example.app:/callback",
            "data:text/html,x",
            "/callback",
        ] {
            assert_eq!(Origin::parse(address), None, "{address}");
        }
    }

    #[test]
    fn other_spellings_of_a_server_are_that_server() {
        let own = origin("https://id.example.com");
        for same in ["https://ID.example.com/x", "https://id.example.com:443", "https://id.example.com./x"] {
            assert!(origin(same).is_same_server(&own), "{same}");
        }
        for other in ["https://id.example.com:8443", "https://login.id.example.com", "http://127.0.0.1:443"] {
            assert!(!origin(other).is_same_server(&own), "{other}");
        }
        let own = origin("http://127.0.0.1:8080");
        for same in ["http://localhost:8080", "http://[::1]:8080/x", "https://demo.localhost:8080", "https://[::ffff:127.0.0.1]:8080"] {
            assert!(origin(same).is_same_server(&own), "{same}");
        }
        assert!(!origin("http://127.0.0.1:9000/callback").is_same_server(&own), "another program of this machine");
    }
}
