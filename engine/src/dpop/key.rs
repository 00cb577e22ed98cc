//! The public keys that clients prove possession of: JWKs (RFC 7517) in the headers of their proofs.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::thumbprint::Thumbprint;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::{Deserialize, de::IgnoredAny};

/// The algorithms that a proof may be signed with: asymmetric ones only. `Ed25519` is the name that RFC 9864 gives to `EdDSA` with
/// that curve.
pub const ALGORITHMS: [&str; 6] = ["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"];

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

/// A public key, ready to verify with one algorithm.
pub(super) struct PublicKey {
    algorithm: Algorithm,
    decoding: DecodingKey,
    pub(super) thumbprint: Thumbprint,
}

impl PublicKey {
    /// Returns the key of a proof whose header has this `alg`; nothing if they do not match or the key is not a public one.
    pub(super) fn of(alg: &str, jwk: &Jwk) -> Option<Self> {
        let Jwk { kty, crv, x, y, n, e, d, p, q, dp, dq, qi, oth, k } = jwk;
        // RFC 9449 §4.3, check 7: a key that was sent is no longer a secret.
        if [d, p, q, dp, dq, qi, oth, k].into_iter().any(Option::is_some) {
            return None;
        }
        match (alg, kty.as_str(), crv.as_deref()) {
            ("ES256", "EC", Some("P-256")) => Self::elliptic(Algorithm::ES256, ("P-256", 32), x.as_deref()?, y.as_deref()?),
            ("ES384", "EC", Some("P-384")) => Self::elliptic(Algorithm::ES384, ("P-384", 48), x.as_deref()?, y.as_deref()?),
            ("EdDSA" | "Ed25519", "OKP", Some("Ed25519")) => Self::edwards(x.as_deref()?),
            ("PS256", "RSA", _) => Self::rsa(Algorithm::PS256, n.as_deref()?, e.as_deref()?),
            ("RS256", "RSA", _) => Self::rsa(Algorithm::RS256, n.as_deref()?, e.as_deref()?),
            _ => None,
        }
    }

    fn elliptic(algorithm: Algorithm, (curve, length): (&str, usize), x: &str, y: &str) -> Option<Self> {
        let whole = |text: &str| bytes(text).is_some_and(|bytes| bytes.len() == length);
        (whole(x) && whole(y)).then_some(())?;
        let thumbprint = thumbprint(&format!(r#"{{"crv":"{curve}","kty":"EC","x":"{x}","y":"{y}"}}"#))?;
        Some(Self { algorithm, decoding: DecodingKey::from_ec_components(x, y).ok()?, thumbprint })
    }

    fn edwards(x: &str) -> Option<Self> {
        bytes(x).filter(|bytes| bytes.len() == 32)?;
        let thumbprint = thumbprint(&format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#))?;
        Some(Self { algorithm: Algorithm::EdDSA, decoding: DecodingKey::from_ed_components(x).ok()?, thumbprint })
    }

    /// Keys of fewer than 2048 or more than 8192 bits verify nothing.
    fn rsa(algorithm: Algorithm, n: &str, e: &str) -> Option<Self> {
        (bytes(n).is_some() && bytes(e).is_some()).then_some(())?;
        let thumbprint = thumbprint(&format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#))?;
        Some(Self { algorithm, decoding: DecodingKey::from_rsa_components(n, e).ok()?, thumbprint })
    }

    /// Returns whether this key signed the message.
    pub(super) fn verifies(&self, signature: &str, message: &str) -> bool {
        crypto::verify(signature, message.as_bytes(), &self.decoding, self.algorithm).unwrap_or(false)
    }
}

/// The one way to write these bytes reads back, so that a key has one thumbprint.
fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The thumbprint of a key whose members stand in the order of RFC 7638 §3.3.
fn thumbprint(canonical: &str) -> Option<Thumbprint> {
    digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref().try_into().ok().map(Thumbprint::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_as_in_section_3_1_of_rfc_7638() {
        let jwk: Jwk = serde_json::from_str(
            r#"{"kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}"#,
        )
        .unwrap();
        let key = PublicKey::of("RS256", &jwk).unwrap();
        assert_eq!(key.thumbprint.to_string(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert!(PublicKey::of("ES256", &jwk).is_none(), "another algorithm than the key's");
        assert!(PublicKey::of("HS256", &jwk).is_none() && PublicKey::of("none", &jwk).is_none());
    }

    #[test]
    fn a_private_or_shared_key_is_none() {
        for text in [
            r#"{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#,
            r#"{"kty": "oct", "k": "AAAA"}"#,
        ] {
            let jwk: Jwk = serde_json::from_str(text).unwrap();
            assert!(ALGORITHMS.iter().all(|alg| PublicKey::of(alg, &jwk).is_none()), "{text}");
        }
    }
}
