//! JSON Web Tokens, read and verified.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, Validation, jwk::Jwk};
use serde_json::Value;

/// The parts of a token, not verified.
#[derive(Debug, Clone)]
pub(crate) struct Jwt {
    pub(crate) header: Value,
    pub(crate) claims: Value,
}

impl Jwt {
    /// Reads a token; none where the text is not three parts of JSON, JSON and a signature.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, claims, _] = parts.as_slice() else { return None };
        let json = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        Some(Self { header: json(header)?, claims: json(claims)? })
    }

    /// Returns a claim that is a text.
    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// Returns a claim that is a number.
    pub(crate) fn number(&self, claim: &str) -> Option<i64> {
        self.claims.get(claim).and_then(Value::as_i64)
    }

    /// Returns the audience, which may be a text or a list.
    pub(crate) fn audience(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// Returns whether one of the keys of a set signed a token. Its claims are not looked at.
pub(crate) fn is_signed_by(text: &str, set: &Value) -> bool {
    let Ok(header) = jsonwebtoken::decode_header(text) else { return false };
    let mut validation = Validation::new(header.alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let named = |key: &&Value| header.kid.is_none() || key.get("kid").and_then(Value::as_str) == header.kid.as_deref();
    let keys = set.get("keys").and_then(Value::as_array).into_iter().flatten().filter(named);
    keys.filter_map(|key| serde_json::from_value::<Jwk>(key.clone()).ok())
        .filter_map(|key| DecodingKey::from_jwk(&key).ok())
        .any(|key| jsonwebtoken::decode::<Value>(text, &key, &validation).is_ok())
}
