//! The public keys of passkeys (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};

use super::cbor::Value;

/// The algorithms of keys that are taken, by their COSE numbers, the preferred one first: ES256, which all authenticators have, `EdDSA` and
/// RS256, which some on Windows have alone.
pub(super) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// The length of a coordinate of P-256 and of a key of Ed25519.
const OCTETS: usize = 32;

/// A public key of one of these algorithms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CredentialKey {
    /// The point, uncompressed.
    Es256(Vec<u8>),
    EdDsa(Vec<u8>),
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

impl CredentialKey {
    /// Reads a `COSE_Key`; none where it is of another algorithm, or no key of its own.
    pub(super) fn read(key: &Value) -> Option<Self> {
        let number = |label| key.at(label).and_then(Value::int);
        let octets = |label| key.at(label).and_then(Value::bytes);
        let exact = |label| octets(label).filter(|bytes| bytes.len() == OCTETS);
        // The type of key, its algorithm and its curve.
        match (number(1)?, number(3)?, number(-1)) {
            (2, ES256, Some(1)) => Some(Self::Es256([&[4], exact(-2)?, exact(-3)?].concat())),
            (1, EDDSA, Some(6)) => Some(Self::EdDsa(exact(-2)?.to_vec())),
            (3, RS256, None) => Some(Self::Rs256 { modulus: octets(-1)?.to_vec(), exponent: octets(-2)?.to_vec() }),
            _ => None,
        }
    }

    /// Returns whether a signature of a message is by this key. None is by a key that is no point of its curve, or too short.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok(),
            Self::EdDsa(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok(),
            Self::Rs256 { modulus, exponent } => {
                let components = RsaPublicKeyComponents { n: modulus, e: exponent };
                components.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}
