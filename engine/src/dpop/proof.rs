//! A proof by itself: a JWT that says which request it belongs to, signed with the key that its header names (RFC 9449 §4.2).

use domain::{client_keys::ClientAlgorithm, thumbprint::Thumbprint};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Number;

use super::key::{Jwk, ProofKey};
use crate::jws::{Compact, Object, part, seconds};

/// The `typ` of a proof, which keeps another JWT of the same key from being taken for one.
pub const TYPE: &str = "dpop+jwt";

/// The longest `jti` that is kept until its proof would be too old anyway.
const LONGEST_JTI: usize = 100;

/// A proof whose signature was checked. Whether it belongs to a request is not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The thumbprint of the key that signed it.
    pub jkt: Thumbprint,
    /// `alg`.
    pub algorithm: ClientAlgorithm,
    /// `jti`: what makes it unique.
    pub id: String,
    /// `htm`: the method of its request.
    pub method: String,
    /// `htu`: the address of its request.
    pub url: String,
    /// `iat`, in whole seconds.
    pub issued_at: i64,
    /// `ath`: the hash of the access token beside it.
    pub access_token_hash: Option<String>,
    /// `nonce`, where the server gave one.
    pub nonce: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    jwk: Object<Jwk>,
    crit: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: Number,
    ath: Option<String>,
    nonce: Option<String>,
}

impl Proof {
    /// Reads the value of a `DPoP` header (RFC 9449 §4.3, checks 2 to 7); nothing if it is not a proof.
    pub fn parse(text: &str) -> Option<Self> {
        let Compact { message, header, payload, signature } = Compact::of(text)?;
        let header: Header = part(header)?;
        // RFC 7515 §4.1.11: there is no extension that this server understands.
        if header.typ != TYPE || header.crit.is_some() {
            return None;
        }
        let key = ProofKey::of(&header.alg, &header.jwk.0)?;
        key.verifies(signature, message).then_some(())?;
        let Claims { jti, htm, htu, iat, ath, nonce } = part(payload)?;
        if jti.is_empty() || jti.chars().count() > LONGEST_JTI {
            return None;
        }
        let issued_at = seconds(&iat)?;
        let algorithm = header.alg.parse().ok()?;
        Some(Self { jkt: key.thumbprint, algorithm, id: jti, method: htm, url: htu, issued_at, access_token_hash: ath, nonce })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 80.
    #[test]
    fn an_array_is_no_object_though_its_values_would_fit() {
        let claims = r#"{"jti": "a", "htm": "POST", "htu": "https://id.example.com/", "iat": 1}"#;
        assert!(serde_json::from_str::<Object<Claims>>(claims).is_ok());
        assert!(serde_json::from_str::<Object<Claims>>(r#"["a", "POST", "https://id.example.com/", 1, null, null]"#).is_err());
        let header = |jwk: &str| serde_json::from_str::<Header>(&format!(r#"{{"typ": "dpop+jwt", "alg": "EdDSA", "jwk": {jwk}}}"#));
        assert!(header(r#"{"kty": "OKP", "crv": "Ed25519", "x": "AA"}"#).is_ok());
        assert!(header(r#"["OKP", "Ed25519", "AA", null, null, null, null, null, null, null, null, null, null, null]"#).is_err());
    }
}
