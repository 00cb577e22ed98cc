//! What an access token says, once it was found out that it may say so: by its signature (RFC 9068 §4), or by the authorization server (RFC 7662 §2.2).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::clock::Timestamp;
use openidconnect::{
    JsonWebKey as _,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;
use serde_json::Value;

use super::{refusal::Refusal, terms::ALGORITHMS};
use crate::jwt::decode;

/// What a token has to be for.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) audience: &'a str,
    pub(super) now: Timestamp,
}

/// What it says.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    iss: String,
    aud: Audience,
    exp: i64,
    pub(super) sub: String,
    pub(super) client_id: String,
    #[serde(default)]
    pub(super) scope: String,
    pub(super) cnf: Option<Confirmation>,
}

/// One or several (RFC 7519 §4.1.3).
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What it is bound to (RFC 7800 §3).
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Confirmation {
    /// The thumbprint of a key (RFC 9449 §6.1).
    pub(super) jkt: Option<String>,
}

impl Claims {
    pub(super) fn allows(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|held| held == scope)
    }

    fn hold(self, expected: &Expected<'_>) -> Result<Self, Refusal> {
        let is_for = |audience: &String| audience == expected.audience;
        let is_for_us = match &self.aud {
            Audience::One(one) => is_for(one),
            Audience::Several(several) => several.iter().any(is_for),
        };
        match () {
            () if self.iss != expected.issuer => Err(Refusal::Invalid("The access token is of another issuer.")),
            () if !is_for_us => Err(Refusal::Invalid("The access token is not for this API: its aud is another.")),
            () if self.exp <= expected.now.as_seconds() => Err(Refusal::Invalid("The access token has expired.")),
            () => Ok(self),
        }
    }
}

/// Reads a JWT that one of these keys has to have signed.
pub(super) fn of_jwt(token: &str, keys: &[CoreJsonWebKey], expected: &Expected<'_>) -> Result<Claims, Refusal> {
    let decoded = decode(token).ok_or(Refusal::Invalid("The access token is no JWT: this address reads JWTs alone."))?;
    let header = |name: &str| decoded.header.get(name).and_then(Value::as_str);
    // RFC 9068 §4: whatever else is signed, such as an ID token, is no access token.
    let is_type = |typ: &str| ["at+jwt", "application/at+jwt"].iter().any(|one| typ.eq_ignore_ascii_case(one));
    if !header("typ").is_some_and(is_type) {
        return Err(Refusal::Invalid("This is no access token: its typ is another than at+jwt."));
    }
    let named = header("kid").and_then(|kid| keys.iter().find(|key| key.key_id().is_some_and(|id| id.as_str() == kid)));
    let key = named.ok_or(Refusal::Invalid("The access token is signed by a key that the issuer does not publish."))?;
    if !is_signed_by(token, header("alg"), key) {
        return Err(Refusal::Invalid("The signature of the access token is wrong."));
    }
    let claims: Claims = serde_json::from_value(decoded.payload).map_err(|_| Refusal::Invalid("The access token lacks claims."))?;
    claims.hold(expected)
}

/// Reads what the authorization server says of a token.
pub(super) fn of_introspection(answer: Option<Value>, expected: &Expected<'_>) -> Result<Claims, Refusal> {
    let answer = answer.ok_or(Refusal::Unavailable)?;
    match answer.get("active").and_then(Value::as_bool) {
        Some(true) => {}
        Some(false) => return Err(Refusal::Invalid("The authorization server says that the access token is not active.")),
        None => return Err(Refusal::Unavailable),
    }
    // A refresh token of the API itself is none: it has no audience.
    let claims: Claims = serde_json::from_value(answer).map_err(|_| Refusal::Invalid("This is no access token."))?;
    claims.hold(expected)
}

/// Returns whether a key signed a JWT by an algorithm that is taken.
pub(super) fn is_signed_by(jwt: &str, algorithm: Option<&str>, key: &CoreJsonWebKey) -> bool {
    let Some(algorithm) = algorithm.filter(|name| ALGORITHMS.contains(name)) else { return false };
    let Ok(algorithm) = serde_json::from_value::<CoreJwsSigningAlgorithm>(Value::from(algorithm)) else { return false };
    let Some((message, signature)) = jwt.rsplit_once('.') else { return false };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    key.verify_signature(&algorithm, message.as_bytes(), &signature).is_ok()
}
