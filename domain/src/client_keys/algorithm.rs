//! The algorithms that clients sign by.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::unknown_value::UnknownValue;

/// An algorithm by which a client signs what it authenticates with, and its requests: an asymmetric one. Neither `none` nor a shared secret is among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClientAlgorithm {
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// ECDSA on P-384 with SHA-384.
    #[serde(rename = "ES384")]
    Es384,
    /// Ed25519, which RFC 9864 calls so, too.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
}

impl ClientAlgorithm {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 5] = [Self::Es256, Self::Es384, Self::EdDsa, Self::Ps256, Self::Rs256];

    /// The value on the wire (`alg`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }

    /// Returns whether it is one of FAPI 2.0 (Security Profile §5.4.1).
    pub const fn is_of_fapi(self) -> bool {
        matches!(self, Self::Es256 | Self::EdDsa | Self::Ps256)
    }
}

impl fmt::Display for ClientAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ClientAlgorithm {
    type Err = UnknownValue;

    /// Reads an `alg`, by either of its names.
    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        let text = if text == "Ed25519" { "EdDSA" } else { text };
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}
