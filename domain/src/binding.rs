//! What tokens are bound to, so that nobody else can use them.

use serde::{Deserialize, Serialize};

use crate::thumbprint::Thumbprint;

/// What a token is bound to: one of two things, and never both. As JSON it is the member of `cnf` (RFC 7800 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Binding {
    /// A key, of which each request has a proof (RFC 9449 §6.1).
    #[serde(rename = "jkt")]
    Key(Thumbprint),
    /// A certificate, by which each connection is made (RFC 8705 §3.1).
    #[serde(rename = "x5t#S256")]
    Certificate(Thumbprint),
}

impl Binding {
    /// Returns the key.
    pub const fn key(self) -> Option<Thumbprint> {
        match self {
            Self::Key(thumbprint) => Some(thumbprint),
            Self::Certificate(_) => None,
        }
    }

    /// Returns the certificate.
    pub const fn certificate(self) -> Option<Thumbprint> {
        match self {
            Self::Key(_) => None,
            Self::Certificate(thumbprint) => Some(thumbprint),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_json_it_is_the_member_of_the_confirmation() {
        let thumbprint = Thumbprint::from_bytes([7; 32]);
        for (binding, member) in [(Binding::Key(thumbprint), "jkt"), (Binding::Certificate(thumbprint), "x5t#S256")] {
            let json = serde_json::to_value(binding).unwrap();
            assert_eq!(json, serde_json::json!({ member: thumbprint.to_string() }));
            assert_eq!(serde_json::from_value::<Binding>(json).unwrap(), binding);
        }
    }
}
