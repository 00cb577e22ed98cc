//! The public keys of clients, by which something that they signed is verified.

use aws_lc_rs::{
    digest,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
        RsaParameters, RsaPublicKeyComponents, VerificationAlgorithm,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client_keys::{ClientAlgorithm, KeyMaterial},
    settings::security::SecuritySettings,
    thumbprint::Thumbprint,
};

/// The algorithms that clients may sign with: asymmetric ones only. `Ed25519` is the name that RFC 9864 gives to `EdDSA` with that curve.
pub const ALGORITHMS: [&str; 6] = ["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"];

/// Those of them that a workspace takes which asks for FAPI 2.0's (Security Profile §5.4.1).
const STRICT_ALGORITHMS: [&str; 4] = ["ES256", "EdDSA", "Ed25519", "PS256"];

/// Returns the algorithms that clients of a workspace with these settings may sign with.
pub const fn algorithms_of(security: SecuritySettings) -> &'static [&'static str] {
    if security.require_strict_client_jwts { &STRICT_ALGORITHMS } else { &ALGORITHMS }
}

/// A public key, ready to verify with one algorithm. Whoever reads one from elsewhere makes it of a [`KeyMaterial`], which bounds what a verification
/// costs, and this looks whether a point is on its curve.
pub(crate) struct PublicKey {
    key: ParsedPublicKey,
    /// How many bytes a signature has.
    signature: usize,
}

impl PublicKey {
    /// Returns a key for this algorithm; nothing if the two do not match, or the key is no point on its curve.
    pub(crate) fn of(algorithm: ClientAlgorithm, material: &KeyMaterial) -> Option<Self> {
        let (key, signature) = match (algorithm, material) {
            (ClientAlgorithm::Es256, KeyMaterial::P256 { x, y }) => (point(&ECDSA_P256_SHA256_FIXED, x, y)?, 64),
            (ClientAlgorithm::Es384, KeyMaterial::P384 { x, y }) => (point(&ECDSA_P384_SHA384_FIXED, x, y)?, 96),
            (ClientAlgorithm::EdDsa, KeyMaterial::Ed25519 { x }) => (ParsedPublicKey::new(&ED25519, bytes(x)?).ok()?, 64),
            (ClientAlgorithm::Ps256, KeyMaterial::Rsa { n, e }) => rsa(&RSA_PSS_2048_8192_SHA256, n, e)?,
            (ClientAlgorithm::Rs256, KeyMaterial::Rsa { n, e }) => rsa(&RSA_PKCS1_2048_8192_SHA256, n, e)?,
            _ => return None,
        };
        Some(Self { key, signature })
    }

    /// Returns whether this key signed the message. A signature of another length is none, and costs nothing.
    pub(crate) fn verifies(&self, signature: &str, message: &str) -> bool {
        let is_long_enough = signature.len() == (self.signature * 4).div_ceil(3);
        is_long_enough && bytes(signature).is_some_and(|signature| self.key.verify_sig(message.as_bytes(), &signature).is_ok())
    }
}

/// Returns whether something can be verified by a key.
pub(crate) fn is_sound(material: &KeyMaterial) -> bool {
    ClientAlgorithm::ALL.into_iter().any(|algorithm| PublicKey::of(algorithm, material).is_some())
}

/// A point of a curve, uncompressed (SEC 1 §2.3.3).
fn point(algorithm: &'static dyn VerificationAlgorithm, x: &str, y: &str) -> Option<ParsedPublicKey> {
    ParsedPublicKey::new(algorithm, [&[4], &bytes(x)?[..], &bytes(y)?[..]].concat()).ok()
}

/// An RSA key, and the length of its signatures.
fn rsa(parameters: &'static RsaParameters, n: &str, e: &str) -> Option<(ParsedPublicKey, usize)> {
    let components = RsaPublicKeyComponents { n: bytes(n)?, e: bytes(e)? };
    Some((components.to_parsed_public_key(parameters).ok()?, components.n.len()))
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Returns the thumbprint of a key (RFC 7638 §3).
pub(crate) fn thumbprint(material: &KeyMaterial) -> Option<Thumbprint> {
    digest::digest(&digest::SHA256, material.canonical().as_bytes()).as_ref().try_into().ok().map(Thumbprint::from_bytes)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
    };

    use super::*;

    /// A key pair, and its public half.
    fn pair() -> (EcdsaKeyPair, KeyMaterial) {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let point = pair.public_key().as_ref().to_vec();
        let material = KeyMaterial::p256(&point[1..33], &point[33..]).unwrap();
        (pair, material)
    }

    #[test]
    fn a_point_that_is_not_on_its_curve_is_no_key() {
        let (_, material) = pair();
        assert!(is_sound(&material));
        let KeyMaterial::P256 { x, y } = material else { panic!("a point of P-256") };
        for (x, y) in [(&y, &x), (&x, &x)] {
            let other = KeyMaterial::P256 { x: x.clone(), y: y.clone() };
            assert!(!is_sound(&other) && PublicKey::of(ClientAlgorithm::Es256, &other).is_none(), "{other:?}");
        }
        assert!(!is_sound(&KeyMaterial::p256(&[0; 32], &[0; 32]).unwrap()), "the point at infinity is none that is written so");
        assert!(!is_sound(&KeyMaterial::p384(&[0xff; 48], &[1; 48]).unwrap()), "a coordinate beyond its field");
    }

    #[test]
    fn a_signature_has_the_length_that_its_key_gives_it() {
        let (pair, material) = pair();
        let key = PublicKey::of(ClientAlgorithm::Es256, &material).unwrap();
        let signature = URL_SAFE_NO_PAD.encode(pair.sign(&SystemRandom::new(), b"message").unwrap());
        assert!(key.verifies(&signature, "message") && !key.verifies(&signature, "another"));
        for other in [&signature[1..], &format!("{signature}A"), &format!("{signature}AAAA"), &"A".repeat(86), ""] {
            assert!(!key.verifies(other, "message"), "{other}");
        }
    }

    #[test]
    fn the_algorithms_are_those_that_can_be_verified() {
        assert!(ALGORITHMS.iter().all(|name| name.parse::<ClientAlgorithm>().is_ok()));
        assert!(ClientAlgorithm::ALL.iter().all(|algorithm| ALGORITHMS.contains(&algorithm.name())));
        let strict = |name: &str| name.parse().is_ok_and(ClientAlgorithm::is_of_fapi);
        assert!(ALGORITHMS.iter().all(|name| STRICT_ALGORITHMS.contains(name) == strict(name)));
        for name in ["none", "HS256", "es256", "RS512", ""] {
            assert!(name.parse::<ClientAlgorithm>().is_err(), "{name}");
        }
    }
}
