//! An assertion by itself, as far as it can be read without its client.

use domain::client_keys::{ClientAlgorithm, LONGEST_KID, PublicJwk};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Number;

use crate::{
    error::Refusal,
    jws::{Compact, part, seconds},
    public_key::PublicKey,
};

/// The `typ` of a JWT that is for this and for nothing else (draft-ietf-oauth-rfc7523bis).
pub const TYPE: &str = "client-authentication+jwt";
/// The most bytes of an assertion: several times as many as one with an RSA signature and a few claims of its own has.
pub const LONGEST: usize = 8 * 1024;
/// The most characters of a `jti`.
const LONGEST_JTI: usize = 255;

/// An assertion whose signature is still to be verified. What it says is not to be believed before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientAssertion {
    /// `alg`.
    pub algorithm: ClientAlgorithm,
    /// `kid`.
    pub kid: Option<String>,
    /// Whether it says by its `typ` that it is for this and for nothing else.
    pub is_typed: bool,
    /// The client: `iss` and `sub`.
    pub client_id: String,
    /// `aud`.
    pub audience: AssertionAudience,
    /// `exp`, in whole seconds.
    pub expires_at: i64,
    /// `nbf`, in whole seconds.
    pub not_before: Option<i64>,
    /// `iat`, in whole seconds.
    pub issued_at: Option<i64>,
    /// `jti`: what makes it unique.
    pub id: String,
    message: String,
    signature: String,
}

/// `aud` (RFC 7519 §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum AssertionAudience {
    /// A text.
    One(String),
    /// A list.
    List(Vec<String>),
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: AssertionAudience,
    exp: Number,
    nbf: Option<Number>,
    iat: Option<Number>,
    jti: String,
}

impl ClientAssertion {
    /// Reads the value of `client_assertion`. What is refused here depends on the assertion alone, and discloses nothing of a client.
    ///
    /// # Errors
    /// It is no JWT by which a client could authenticate.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = Refusal::MalformedAssertion;
        if text.len() > LONGEST {
            return Err(malformed);
        }
        let Compact { message, header, payload, signature } = Compact::of(text).ok_or(malformed)?;
        let Header { alg, typ, kid, crit } = part(header).ok_or(malformed)?;
        // RFC 7515 §4.1.11: there is no extension that this server understands.
        if crit.is_some() {
            return Err(malformed);
        }
        // RFC 8725 §3.11: a JWT that says that it is for something else is for nothing here.
        let is_typed = match typ.as_deref().map(|typ| strip_application(typ).to_ascii_lowercase()) {
            None => false,
            Some(typ) if typ == "jwt" => false,
            Some(typ) if typ == TYPE => true,
            Some(_) => return Err(malformed),
        };
        // RFC 8725 §3.1: neither `none` nor an algorithm of shared secrets is among these.
        let algorithm = alg.parse().map_err(|_| Refusal::AssertionAlgorithm)?;
        let Claims { iss, sub, aud, exp, nbf, iat, jti } = part(payload).ok_or(malformed)?;
        let is_name = |name: &String, longest| (1..=longest).contains(&name.chars().count());
        if !is_name(&jti, LONGEST_JTI) || !kid.as_ref().is_none_or(|kid| is_name(kid, LONGEST_KID)) {
            return Err(malformed);
        }
        // RFC 7523 §3, OpenID Connect Core §9: both are the client.
        if iss != sub {
            return Err(Refusal::ForeignAssertion);
        }
        let optional = |number: Option<Number>| number.map(|number| seconds(&number).ok_or(malformed)).transpose();
        Ok(Self {
            algorithm,
            kid,
            is_typed,
            client_id: sub,
            audience: aud,
            expires_at: seconds(&exp).ok_or(malformed)?,
            not_before: optional(nbf)?,
            issued_at: optional(iat)?,
            id: jti,
            message: message.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// Returns whether this key signed it.
    pub fn is_signed_by(&self, key: &PublicJwk) -> bool {
        key.is_for(self.algorithm)
            && PublicKey::of(self.algorithm, &key.material).is_some_and(|key| key.verifies(&self.signature, &self.message))
    }
}

/// A `typ` without the part that goes without saying (RFC 7515 §4.1.9).
fn strip_application(typ: &str) -> &str {
    match typ.split_once('/') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("application") => rest,
        _ => typ,
    }
}
