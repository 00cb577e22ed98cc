//! A proof by itself: a JWT that says which request it belongs to, signed with the key that its header names (RFC 9449 §4.2).

use std::{fmt, marker::PhantomData};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::thumbprint::Thumbprint;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Number;

use super::key::{Jwk, PublicKey};

/// The `typ` of a proof, which keeps another JWT of the same key from being taken for one.
pub const TYPE: &str = "dpop+jwt";

/// The longest `jti` that is kept until its proof would be too old anyway.
const LONGEST_JTI: usize = 100;

/// A proof whose signature was checked. Whether it belongs to a request is not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The thumbprint of the key that signed it.
    pub jkt: Thumbprint,
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
        let (message, signature) = text.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let header: Header = part(header)?;
        // RFC 7515 §4.1.11: there is no extension that this server understands.
        if header.typ != TYPE || header.crit.is_some() {
            return None;
        }
        let key = PublicKey::of(&header.alg, &header.jwk.0)?;
        key.verifies(signature, message).then_some(())?;
        let Claims { jti, htm, htu, iat, ath, nonce } = part(claims)?;
        if jti.is_empty() || jti.chars().count() > LONGEST_JTI {
            return None;
        }
        let issued_at = seconds(&iat)?;
        Some(Self { jkt: key.thumbprint, id: jti, method: htm, url: htu, issued_at, access_token_hash: ath, nonce })
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice::<Object<T>>(&URL_SAFE_NO_PAD.decode(text).ok()?).ok().map(|object| object.0)
}

/// A JSON object (RFC 7515 §4, RFC 7517 §4); serde would take an array of the same values for one.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(Object)
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// A `NumericDate` may have a fraction (RFC 7519 §2).
fn seconds(number: &Number) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "what is out of range ends at its bounds, which no proof of today has")]
    let whole = |fraction: f64| fraction.floor() as i64;
    number.as_i64().or_else(|| number.as_f64().map(whole))
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
