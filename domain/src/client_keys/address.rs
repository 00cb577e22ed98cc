//! The addresses at which clients publish their keys.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::origin::Origin;

/// Why something is no address of a key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JwksUriError {
    /// It is no address, or one whose answers anybody on the way could change.
    #[error("Type an address that begins with https:// and a host, without a user. Only on this machine it may begin with http://.")]
    NotAnAddress,
    /// It is too long.
    #[error("An address has at most 2,000 characters.")]
    TooLong,
    /// It has a fragment, which is never sent.
    #[error("Leave out # and what follows it: it is never sent.")]
    Fragment,
}

/// The address of a key set (`jwks_uri`): `https://`, or `http://` on this machine. Where it leads is checked each time that it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JwksUri(String);

impl JwksUri {
    /// The most characters of an address.
    pub const MAX_CHARS: usize = 2_000;

    /// Reads an address.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn parse(text: &str) -> Result<Self, JwksUriError> {
        let text = text.trim();
        if text.len() > Self::MAX_CHARS {
            return Err(JwksUriError::TooLong);
        }
        if text.contains('#') {
            return Err(JwksUriError::Fragment);
        }
        // The host is spelled plainly, and there is no user. Whoever could change the keys on their way could pass for the client.
        let origin = Origin::parse(text).ok_or(JwksUriError::NotAnAddress)?;
        if origin.is_tls() || origin.is_loopback() { Ok(Self(text.to_owned())) } else { Err(JwksUriError::NotAnAddress) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JwksUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_over_tls_unless_it_is_on_this_machine() {
        for fine in
            ["https://app.example.com/jwks.json", "https://app.example.com:8443/a?b=c", "http://localhost:8099/jwks", "http://127.0.0.1/"]
        {
            assert_eq!(JwksUri::parse(&format!(" {fine} ")).unwrap().as_str(), fine);
        }
        for wrong in [
            "",
            "app.example.com/jwks",
            "http://app.example.com/jwks",
            "ftp://app.example.com/",
            "https://ann@app.example.com/",
            "https://0x7f.1/",
        ] {
            assert_eq!(JwksUri::parse(wrong), Err(JwksUriError::NotAnAddress), "{wrong}");
        }
        assert_eq!(JwksUri::parse("https://app.example.com/#keys"), Err(JwksUriError::Fragment));
        assert_eq!(JwksUri::parse(&format!("https://app.example.com/{}", "a".repeat(2_000))), Err(JwksUriError::TooLong));
    }
}
