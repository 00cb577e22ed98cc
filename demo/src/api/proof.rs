//! Proofs of possession (RFC 9449 §4.3, §7.1).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::clock::Timestamp;
use openidconnect::core::CoreJsonWebKey;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::claims::is_signed_by;
use crate::jwt::decode;

/// For how many seconds a proof is good, and how far its clock may be off.
const WINDOW: i64 = 60;
/// The longest identifier of a proof.
const LONGEST: usize = 255;

/// What a proof has to be about.
pub(super) struct Target<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) token: &'a str,
    /// The thumbprint of the key that the token is bound to.
    pub(super) key: &'a str,
    pub(super) now: Timestamp,
}

/// Checks a proof. Returns its identifier, which is to be used once.
pub(super) fn check(proof: &str, target: &Target<'_>) -> Result<String, &'static str> {
    let decoded = decode(proof).ok_or("The proof is no JWT.")?;
    let header = |name: &str| decoded.header.get(name);
    let claim = |name: &str| decoded.payload.get(name).and_then(Value::as_str);
    if header("typ").and_then(Value::as_str) != Some("dpop+jwt") {
        return Err("The typ of the proof is not dpop+jwt.");
    }
    let jwk = header("jwk").ok_or("The proof has no key.")?;
    if ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|member| jwk.get(member).is_some()) {
        return Err("The key of the proof is no public key.");
    }
    let key: CoreJsonWebKey = serde_json::from_value(jwk.clone()).map_err(|_| "The key of the proof cannot be read.")?;
    if !is_signed_by(proof, header("alg").and_then(Value::as_str), &key) {
        return Err("The signature of the proof is wrong.");
    }
    if thumbprint(jwk).as_deref() != Some(target.key) {
        return Err("The access token is bound to another key.");
    }
    let url = claim("htu").map(|url| url.split(['?', '#']).next().unwrap_or_default());
    if (claim("htm"), url) != (Some(target.method), Some(target.url)) {
        return Err("The proof is for another request.");
    }
    if claim("ath") != Some(hash(target.token.as_bytes()).as_str()) {
        return Err("The proof is for another access token.");
    }
    let made = decoded.time("iat").map(|made| target.now.seconds_since(made));
    if !made.is_some_and(|age| (-WINDOW..=WINDOW).contains(&age)) {
        return Err("The proof is too old, or from the future.");
    }
    let id = claim("jti").filter(|id| (1..=LONGEST).contains(&id.len())).ok_or("The proof has no jti.")?;
    Ok(id.to_owned())
}

/// The thumbprint of a key (RFC 7638 §3).
fn thumbprint(jwk: &Value) -> Option<String> {
    let members: &[&str] = match jwk.get("kty")?.as_str()? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        _ => return None,
    };
    let written = members.iter().map(|name| Some(format!("\"{name}\":{}", Value::from(jwk.get(name)?.as_str()?))));
    let written: Option<Vec<_>> = written.collect();
    Some(hash(format!("{{{}}}", written?.join(",")).as_bytes()))
}

fn hash(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_is_as_in_rfc_8037() {
        let jwk = serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "a" });
        assert_eq!(thumbprint(&jwk).as_deref(), Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
        assert_eq!(thumbprint(&serde_json::json!({ "kty": "oct", "k": "AA" })), None);
    }
}
