//! The site that passkeys are for.

use aws_lc_rs::digest::{SHA256, digest};
use url::{Host, Url};

/// The site that passkeys are for: the host of the installation's address (§4, *Relying Party Identifier*). All workspaces and the console have
/// the same, because browsers know hosts and no paths; whose a passkey is the database says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// Returns the relying party at an address; none where browsers have no passkeys: at an IP address, or without HTTPS elsewhere than at
    /// `localhost`.
    pub fn of(address: &Url) -> Option<Self> {
        let Some(Host::Domain(host)) = address.host() else { return None };
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_secure = address.scheme() == "https" || is_local && address.scheme() == "http";
        is_secure.then(|| Self { id: host.to_owned(), origin: address.origin().ascii_serialization() })
    }

    /// The relying party identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin of its pages.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns whether authenticator data is for it.
    pub(super) fn is_of(&self, hash: &[u8]) -> bool {
        digest(&SHA256, self.id.as_bytes()).as_ref() == hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_have_passkeys_for_names_over_https_and_for_this_machine() {
        let of = |address: &str| RelyingParty::of(&address.parse().unwrap()).map(|party| (party.id, party.origin));
        let party = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        assert_eq!(of("https://id.example.com"), party("id.example.com", "https://id.example.com"));
        assert_eq!(of("https://ID.example.com:8443/"), party("id.example.com", "https://id.example.com:8443"));
        assert_eq!(of("http://localhost:8080"), party("localhost", "http://localhost:8080"));
        for without in ["http://id.example.com", "https://203.0.113.7", "http://127.0.0.1:8080", "https://[2001:db8::1]"] {
            assert_eq!(of(without), None, "{without}");
        }
    }
}
