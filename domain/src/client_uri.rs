//! The addresses at which this server asks or tells something of a client's own server.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::origin::Origin;

/// The most characters of an address.
pub const MAX_CHARS: usize = 2_000;

/// Why something is no address of a client's server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientUriError {
    /// It is no address, or one whose traffic anybody on the way could read and change.
    #[error("Type an address that begins with https:// and a host, without a user. Only on this machine it may begin with http://.")]
    NotAnAddress,
    /// It is too long.
    #[error("An address has at most 2,000 characters.")]
    TooLong,
    /// It has a fragment, which is never sent.
    #[error("Leave out # and what follows it: it is never sent.")]
    Fragment,
}

/// Reads an address: `https://`, or `http://` on this machine.
fn read(text: &str) -> Result<String, ClientUriError> {
    let text = text.trim();
    if text.len() > MAX_CHARS {
        return Err(ClientUriError::TooLong);
    }
    if text.contains('#') {
        return Err(ClientUriError::Fragment);
    }
    // The host is spelled plainly, and there is no user. Whoever could change keys on their way could pass for the client.
    let origin = Origin::parse(text).ok_or(ClientUriError::NotAnAddress)?;
    if origin.is_tls() || origin.is_loopback() { Ok(text.to_owned()) } else { Err(ClientUriError::NotAnAddress) }
}

/// Declares the addresses, each with what it is for.
macro_rules! client_uris {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads an address.
            ///
            /// # Errors
            /// The reason why it is none.
            pub fn parse(text: &str) -> Result<Self, ClientUriError> {
                read(text).map(Self)
            }

            /// The address.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

client_uris! {
    /// The address of a key set (`jwks_uri`): `https://`, or `http://` on this machine. Where it leads is checked each time that it is asked.
    JwksUri
    /// The address at which a client is told that users were signed out (`backchannel_logout_uri`, OpenID Connect Back-Channel Logout §2.2):
    /// `https://`, or `http://` on this machine. Where it leads is checked at each delivery.
    BackchannelLogoutUri
    /// The address of the document by which a client shows of which sector it is (`sector_identifier_uri`, OpenID Connect Dynamic Client
    /// Registration 1.0 §5): `https://`, or `http://` on this machine. Where it leads is checked when it is asked.
    SectorIdentifierUri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_reached_over_tls_unless_it_is_on_this_machine() {
        for fine in
            ["https://app.example.com/jwks.json", "https://app.example.com:8443/a?b=c", "http://localhost:8099/jwks", "http://127.0.0.1/"]
        {
            assert_eq!(JwksUri::parse(&format!(" {fine} ")).unwrap().as_str(), fine);
            assert_eq!(BackchannelLogoutUri::parse(fine).unwrap().to_string(), fine);
        }
        for wrong in [
            "",
            "app.example.com/jwks",
            "http://app.example.com/jwks",
            "ftp://app.example.com/",
            "https://ann@app.example.com/",
            "https://0x7f.1/",
        ] {
            assert_eq!(JwksUri::parse(wrong), Err(ClientUriError::NotAnAddress), "{wrong}");
            assert_eq!(BackchannelLogoutUri::parse(wrong), Err(ClientUriError::NotAnAddress), "{wrong}");
        }
        assert_eq!(JwksUri::parse("https://app.example.com/#keys"), Err(ClientUriError::Fragment));
        assert_eq!(BackchannelLogoutUri::parse(&format!("https://app.example.com/{}", "a".repeat(2_000))), Err(ClientUriError::TooLong));
    }
}
