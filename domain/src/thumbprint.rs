//! Thumbprints of the keys and certificates that tokens are bound to.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// The SHA-256 thumbprint of a client's public key (RFC 7638 §3), as `cnf.jkt` and `dpop_jkt` carry it, or of its certificate (RFC 8705 §3.1),
/// as `cnf.x5t#S256` does: 43 characters of base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Thumbprint([u8; 32]);

/// The text is not a thumbprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the thumbprint of a key")]
pub struct InvalidThumbprint;

impl Thumbprint {
    /// The thumbprint of these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 43 characters of base64url.
    pub fn parse(text: &str) -> Result<Self, InvalidThumbprint> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidThumbprint)?;
        bytes.try_into().map(Self).map_err(|_| InvalidThumbprint)
    }

    /// The 32 bytes of it.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl TryFrom<String> for Thumbprint {
    type Error = InvalidThumbprint;

    fn try_from(text: String) -> Result<Self, InvalidThumbprint> {
        Self::parse(&text)
    }
}

impl From<Thumbprint> for String {
    fn from(thumbprint: Thumbprint) -> Self {
        thumbprint.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_reads_back_as_it_was_written_and_nothing_else_is_one() {
        let thumbprint = Thumbprint::from_bytes([7; 32]);
        assert_eq!(Thumbprint::parse(&thumbprint.to_string()), Ok(thumbprint));
        for text in ["", "AAAA", &"A".repeat(44), &"!".repeat(43)] {
            assert_eq!(Thumbprint::parse(text), Err(InvalidThumbprint), "{text:?}");
        }
    }
}
