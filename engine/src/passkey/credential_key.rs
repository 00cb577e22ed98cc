//! The public keys of passkeys (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use domain::client_keys::KeyMaterial;

use super::cbor::Value;
use crate::public_key;

/// The algorithms of keys that are taken, by their COSE numbers, the preferred one first: ES256, which all authenticators have, `EdDSA` and
/// RS256, which some on Windows have alone.
pub(super) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

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
    /// Reads a `COSE_Key`; none where it is of another algorithm, or no key of its own. What a key must be is what it must be as a JWK.
    pub(super) fn read(key: &Value) -> Option<Self> {
        let number = |label| key.at(label).and_then(Value::int);
        let octets = |label| key.at(label).and_then(Value::bytes);
        // The type of key, its algorithm and its curve.
        let (own, material) = match (number(1)?, number(3)?, number(-1)) {
            (2, ES256, Some(1)) => {
                let (x, y) = (octets(-2)?, octets(-3)?);
                (Self::Es256([&[4], x, y].concat()), KeyMaterial::p256(x, y))
            }
            (1, EDDSA, Some(6)) => {
                let point = octets(-2)?;
                (Self::EdDsa(point.to_vec()), KeyMaterial::ed25519(point))
            }
            (3, RS256, None) => {
                let (modulus, exponent) = (octets(-1)?, octets(-2)?);
                (Self::Rs256 { modulus: modulus.to_vec(), exponent: exponent.to_vec() }, KeyMaterial::rsa(modulus, exponent))
            }
            _ => return None,
        };
        material.is_ok_and(|material| public_key::is_sound(&material)).then_some(own)
    }

    /// Returns whether a signature of a message is by this key.
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
