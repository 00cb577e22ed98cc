//! The public keys that clients prove possession of: JWKs (RFC 7517) in the headers of their proofs.

use domain::{
    client_keys::{ClientAlgorithm, KeyMaterial},
    thumbprint::Thumbprint,
};
use serde::{Deserialize, de::IgnoredAny};

use crate::public_key::{self, PublicKey};

/// A key as a proof names it: the members that RFC 7638 §3.2 hashes, and those that would make it a private or a shared one.
#[derive(Deserialize)]
pub(super) struct Jwk {
    kty: String,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    d: Option<IgnoredAny>,
    p: Option<IgnoredAny>,
    q: Option<IgnoredAny>,
    dp: Option<IgnoredAny>,
    dq: Option<IgnoredAny>,
    qi: Option<IgnoredAny>,
    oth: Option<IgnoredAny>,
    k: Option<IgnoredAny>,
}

/// The public key of a proof, ready to verify it.
pub(super) struct ProofKey {
    key: PublicKey,
    pub(super) thumbprint: Thumbprint,
}

impl ProofKey {
    /// Returns the key of a proof whose header has this `alg`; nothing if they do not match or the key is not a public one.
    pub(super) fn of(alg: &str, jwk: &Jwk) -> Option<Self> {
        let Jwk { kty, crv, x, y, n, e, d, p, q, dp, dq, qi, oth, k } = jwk;
        // RFC 9449 §4.3, check 7: a key that was sent is no longer a secret.
        if [d, p, q, dp, dq, qi, oth, k].into_iter().any(Option::is_some) {
            return None;
        }
        let member = |name: &str| match name {
            "kty" => Some(kty.as_str()),
            "crv" => crv.as_deref(),
            "x" => x.as_deref(),
            "y" => y.as_deref(),
            "n" => n.as_deref(),
            "e" => e.as_deref(),
            _ => None,
        };
        let material = KeyMaterial::read(member).ok()?;
        let algorithm: ClientAlgorithm = alg.parse().ok()?;
        Some(Self { key: PublicKey::of(algorithm, &material)?, thumbprint: public_key::thumbprint(&material)? })
    }

    /// Returns whether this key signed the message.
    pub(super) fn verifies(&self, signature: &str, message: &str) -> bool {
        self.key.verifies(signature, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public_key::ALGORITHMS;

    #[test]
    fn a_thumbprint_as_in_section_3_1_of_rfc_7638() {
        let jwk: Jwk = serde_json::from_str(
            r#"{"kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}"#,
        )
        .unwrap();
        let key = ProofKey::of("RS256", &jwk).unwrap();
        assert_eq!(key.thumbprint.to_string(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert!(ProofKey::of("ES256", &jwk).is_none(), "another algorithm than the key's");
        assert!(ProofKey::of("HS256", &jwk).is_none() && ProofKey::of("none", &jwk).is_none());
    }

    #[test]
    fn a_key_that_is_none_or_that_takes_long_to_verify_by_is_refused() {
        let none = |alg: &str, text: &str| ProofKey::of(alg, &serde_json::from_str(text).unwrap()).is_none();
        let rsa = |modulus: usize, e: &str| format!(r#"{{"kty": "RSA", "n": "{}", "e": "{e}"}}"#, "_".repeat(modulus / 6));
        assert!(!none("RS256", &rsa(3_072, "AQAB")));
        assert!(none("RS256", &rsa(8_184, "AQAB")) && none("RS256", &rsa(3_072, "AQAAAAE")) && none("RS256", &rsa(3_072, "AQ")));
        let point = |x: &str, y: &str| format!(r#"{{"kty": "EC", "crv": "P-256", "x": "{x}", "y": "{y}"}}"#);
        let (x, y) = ("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");
        assert!(!none("ES256", &point(x, y)) && none("ES256", &point(y, x)));
        assert!(none("EdDSA", &format!(r#"{{"kty": "OKP", "crv": "Ed25519", "x": "{}"}}"#, "A".repeat(43))));
    }

    #[test]
    fn a_private_or_shared_key_is_none() {
        for text in [
            r#"{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#,
            r#"{"kty": "oct", "k": "AAAA"}"#,
        ] {
            let jwk: Jwk = serde_json::from_str(text).unwrap();
            assert!(ALGORITHMS.iter().all(|alg| ProofKey::of(alg, &jwk).is_none()), "{text}");
        }
    }
}
