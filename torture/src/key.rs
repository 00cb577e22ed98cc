//! A client's key: what it signs to authenticate (RFC 7523) and to prove that it has it (RFC 9449).

use std::fmt;

use aws_lc_rs::{
    digest,
    encoding::{AsBigEndian as _, EcPrivateKeyBin},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{clock, error::Error, random};

/// How long what a client signs to authenticate is good for, in seconds.
const ASSERTION_SECONDS: i64 = 60;

/// A P-256 key.
pub struct Key {
    pair: EcdsaKeyPair,
    kid: String,
    /// The certificate that tokens are bound to in place of the key.
    certificate: Option<String>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// What a proof is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProofOf<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    pub(crate) access_token: Option<&'a str>,
    pub(crate) nonce: Option<&'a str>,
}

/// Changes the header and the claims of something before it is signed.
pub(crate) type Change = fn(&mut Value, &mut Value);

impl Key {
    /// Makes a key.
    ///
    /// # Errors
    /// The machine gives no randomness.
    pub fn generate() -> Result<Self, Error> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::other)?;
        Ok(Self { pair, kid: String::new(), certificate: None }.named())
    }

    /// Reads a private JWK on P-256.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let jwk: Value = serde_json::from_str(text).map_err(Error::other)?;
        let member = |name: &str| jwk.get(name).and_then(Value::as_str);
        if (member("kty"), member("crv")) != (Some("EC"), Some("P-256")) {
            return Err(Error::other("a client's key is a private JWK with kty EC and crv P-256"));
        }
        let bytes = |name: &str| {
            let text = member(name).ok_or_else(|| Error::other(format_args!("the key has no {name}")))?;
            URL_SAFE_NO_PAD.decode(text).map_err(Error::other)
        };
        // An uncompressed point: a byte that says so, and two halves (SEC 1 §2.3.3).
        let point = [vec![4], bytes("x")?, bytes("y")?].concat();
        let pair = EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes("d")?, &point);
        let key = Self { pair: pair.map_err(Error::other)?, kid: member("kid").unwrap_or_default().to_owned(), certificate: None };
        Ok(if key.kid.is_empty() { key.named() } else { key })
    }

    /// Names the key by its thumbprint.
    fn named(self) -> Self {
        Self { kid: self.thumbprint(), ..self }
    }

    /// Returns what holds tokens in place of the key: a certificate, where there is one.
    pub(crate) fn or_certificate(self, certificate: Option<String>) -> Self {
        Self { certificate, ..self }
    }

    /// Returns the certificate that holds tokens in place of the key.
    pub(crate) fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// Returns the private JWK, for a file that only its owner reads.
    ///
    /// # Errors
    /// The key cannot be written.
    pub fn private_jwk(&self) -> Result<Value, Error> {
        let secret: EcPrivateKeyBin<'_> = self.pair.private_key().as_be_bytes().map_err(Error::other)?;
        let mut jwk = self.public_jwk();
        if let Some(members) = jwk.as_object_mut() {
            members.insert("d".to_owned(), URL_SAFE_NO_PAD.encode(secret.as_ref()).into());
        }
        Ok(jwk)
    }

    /// Returns the key set to register for a client.
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.public_jwk()] })
    }

    fn public_jwk(&self) -> Value {
        let [x, y] = self.coordinates();
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": self.kid, "alg": "ES256", "use": "sig" })
    }

    fn coordinates(&self) -> [String; 2] {
        let point = self.pair.public_key().as_ref();
        [1..33, 33..65].map(|half| URL_SAFE_NO_PAD.encode(point.get(half).unwrap_or_default()))
    }

    /// Returns the thumbprint (RFC 7638) that tokens are bound to.
    pub(crate) fn thumbprint(&self) -> String {
        let [x, y] = self.coordinates();
        // RFC 7638 §3.2: the required members in this order, without spaces.
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()))
    }

    /// Signs a JWT by ES256, whatever its header says.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> Result<String, Error> {
        let message = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).map_err(Error::other)?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }

    /// Returns a proof (RFC 9449 §4.2), changed.
    pub(crate) fn proof(&self, of: &ProofOf<'_>, change: Change) -> Result<String, Error> {
        let [x, y] = self.coordinates();
        let mut header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": { "kty": "EC", "crv": "P-256", "x": x, "y": y } });
        let mut claims = json!({ "jti": random::text()?, "htm": of.method, "htu": of.url, "iat": clock::now() });
        if let Some(members) = claims.as_object_mut() {
            members.extend(of.access_token.map(|token| ("ath".to_owned(), hash(token).into())));
            members.extend(of.nonce.map(|nonce| ("nonce".to_owned(), nonce.into())));
        }
        change(&mut header, &mut claims);
        self.sign(&header, &claims)
    }

    /// Returns what a client signs to authenticate (RFC 7523 §3), changed.
    pub(crate) fn assertion(&self, client_id: &str, audience: &str, change: Change) -> Result<String, Error> {
        let now = clock::now();
        let mut header = json!({ "alg": "ES256", "kid": self.kid });
        let mut claims = json!({
            "iss": client_id, "sub": client_id, "aud": audience, "iat": now, "nbf": now, "exp": now + ASSERTION_SECONDS, "jti": random::text()?,
        });
        change(&mut header, &mut claims);
        self.sign(&header, &claims)
    }
}

/// Changes nothing.
pub(crate) const fn unchanged(_: &mut Value, _: &mut Value) {}

/// Returns the hash of an access token for a proof (RFC 9449 §4.2), or of a code verifier for its challenge (RFC 7636 §4.2).
pub(crate) fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}

/// Sets a member of the header or of the claims.
pub(crate) fn set(part: &mut Value, member: &str, value: impl Into<Value>) {
    if let Some(members) = part.as_object_mut() {
        members.insert(member.to_owned(), value.into());
    }
}

/// Takes a member out of the header or of the claims.
pub(crate) fn remove(part: &mut Value, member: &str) {
    if let Some(members) = part.as_object_mut() {
        members.remove(member);
    }
}

#[cfg(test)]
mod tests {
    use crate::jwt;

    use super::*;

    #[test]
    fn a_key_reads_back_as_it_was_written_and_signs_the_same_way() {
        let key = Key::generate().unwrap();
        let again = Key::parse(&key.private_jwk().unwrap().to_string()).unwrap();
        assert_eq!((again.thumbprint(), again.kid.clone()), (key.thumbprint(), key.thumbprint()));
        let signed = again.assertion("client", "https://id.example.com", unchanged).unwrap();
        assert!(jwt::is_signed_by(&signed, &key.jwks()));
        assert!(!jwt::is_signed_by(&signed, &Key::generate().unwrap().jwks()), "another key did not");
        assert!(Key::parse(&key.public_jwk().to_string()).is_err(), "it has no private half");
    }
}
