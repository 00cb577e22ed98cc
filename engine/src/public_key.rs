//! The public keys of clients, by which something that they signed is verified.

use aws_lc_rs::digest;
use domain::{
    client_keys::{ClientAlgorithm, KeyMaterial},
    thumbprint::Thumbprint,
};
use jsonwebtoken::{Algorithm, DecodingKey, crypto};

/// The algorithms that clients may sign with: asymmetric ones only. `Ed25519` is the name that RFC 9864 gives to `EdDSA` with that curve.
pub const ALGORITHMS: [&str; 6] = ["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"];

/// A public key, ready to verify with one algorithm.
pub(crate) struct PublicKey {
    algorithm: Algorithm,
    decoding: DecodingKey,
}

impl PublicKey {
    /// Returns a key for this algorithm; nothing if the two do not match.
    pub(crate) fn of(algorithm: ClientAlgorithm, material: &KeyMaterial) -> Option<Self> {
        material.is_for(algorithm).then_some(())?;
        let decoding = match material {
            KeyMaterial::P256 { x, y } | KeyMaterial::P384 { x, y } => DecodingKey::from_ec_components(x, y),
            KeyMaterial::Ed25519 { x } => DecodingKey::from_ed_components(x),
            KeyMaterial::Rsa { n, e } => DecodingKey::from_rsa_components(n, e),
        };
        let algorithm = match algorithm {
            ClientAlgorithm::Es256 => Algorithm::ES256,
            ClientAlgorithm::Es384 => Algorithm::ES384,
            ClientAlgorithm::EdDsa => Algorithm::EdDSA,
            ClientAlgorithm::Ps256 => Algorithm::PS256,
            ClientAlgorithm::Rs256 => Algorithm::RS256,
        };
        Some(Self { algorithm, decoding: decoding.ok()? })
    }

    /// Returns whether this key signed the message.
    pub(crate) fn verifies(&self, signature: &str, message: &str) -> bool {
        crypto::verify(signature, message.as_bytes(), &self.decoding, self.algorithm).unwrap_or(false)
    }
}

/// Returns the thumbprint of a key (RFC 7638 §3).
pub(crate) fn thumbprint(material: &KeyMaterial) -> Option<Thumbprint> {
    digest::digest(&digest::SHA256, material.canonical().as_bytes()).as_ref().try_into().ok().map(Thumbprint::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_algorithms_are_those_that_can_be_verified() {
        assert!(ALGORITHMS.iter().all(|name| name.parse::<ClientAlgorithm>().is_ok()));
        assert!(ClientAlgorithm::ALL.iter().all(|algorithm| ALGORITHMS.contains(&algorithm.name())));
        for name in ["none", "HS256", "es256", "RS512", ""] {
            assert!(name.parse::<ClientAlgorithm>().is_err(), "{name}");
        }
    }
}
