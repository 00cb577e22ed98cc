//! JWTs that clients signed, by keys that are registered or published: what they authenticate with, and their request objects.
//!
//! What such a JWT says is not to be believed before its signature was verified.

use domain::{
    client::Client,
    client_keys::{ClientAlgorithm, JwkSet, LONGEST_KID, PublicJwk},
};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::Number;

use crate::{
    engine::Engine,
    jws::{Compact, part, seconds},
    public_key::PublicKey,
    realm::Realm,
    registered_keys::Unverified,
    storage::Storage,
};

/// How far the clock of a client may be off, in seconds.
pub const LEEWAY_SECONDS: i64 = 30;

/// A JWT that a client signed, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientJwt {
    /// `alg`.
    pub algorithm: ClientAlgorithm,
    /// `kid`.
    pub kid: Option<String>,
    /// Whether it says by its `typ` that it is for its purpose and for nothing else.
    pub is_typed: bool,
    message: String,
    signature: String,
}

/// `aud` (RFC 7519 §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum JwtAudience {
    /// A text.
    One(String),
    /// A list.
    List(Vec<String>),
}

/// When a JWT is good, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JwtTimes {
    /// `exp`.
    pub expires_at: i64,
    /// `nbf`.
    pub not_before: Option<i64>,
    /// `iat`.
    pub issued_at: Option<i64>,
}

impl JwtTimes {
    /// Reads the claims; nothing where one is no time.
    pub(crate) fn read(exp: &Number, nbf: Option<&Number>, iat: Option<&Number>) -> Option<Self> {
        let optional = |number: Option<&Number>| number.map_or(Some(None), |number| seconds(number).map(Some));
        Some(Self { expires_at: seconds(exp)?, not_before: optional(nbf)?, issued_at: optional(iat)? })
    }

    /// Returns whether this second is one of them, as far as the clock of a client may be off: neither over, nor before what began or was made.
    pub(crate) fn include(self, now: i64) -> bool {
        let soonest = now.saturating_add(LEEWAY_SECONDS);
        now < self.expires_at.saturating_add(LEEWAY_SECONDS)
            && [self.not_before, self.issued_at].into_iter().flatten().all(|at| at <= soonest)
    }
}

/// Why a text is no JWT of a client. It depends on the text alone, and discloses nothing of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is too long, no JWT, for something else, or lacks what it must have.
    Malformed,
    /// Its `alg` is one that no client may use.
    Algorithm,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
}

impl ClientJwt {
    /// Reads a JWT of at most this many bytes, and its claims. Its `typ` is this one, `JWT` or absent.
    pub(crate) fn read<T: DeserializeOwned>(text: &str, own_type: &str, longest: usize) -> Result<(Self, T), Unreadable> {
        let malformed = Unreadable::Malformed;
        if text.len() > longest {
            return Err(malformed);
        }
        let Compact { message, header, payload, signature } = Compact::of(text).ok_or(malformed)?;
        let Header { alg, typ, kid, crit } = part(header).ok_or(malformed)?;
        // RFC 7515 §4.1.11: there is no extension that this server understands.
        if crit.is_some() || !kid.as_deref().is_none_or(|kid| is_name(kid, LONGEST_KID)) {
            return Err(malformed);
        }
        // RFC 8725 §3.11: a JWT that says that it is for something else is for nothing here.
        let is_typed = match typ.as_deref().map(|typ| strip_application(typ).to_ascii_lowercase()) {
            None => false,
            Some(typ) if typ == "jwt" => false,
            Some(typ) if typ == own_type => true,
            Some(_) => return Err(malformed),
        };
        // RFC 8725 §3.1: neither `none` nor an algorithm of shared secrets is among these.
        let algorithm = alg.parse().map_err(|_| Unreadable::Algorithm)?;
        let claims = part(payload).ok_or(malformed)?;
        Ok((Self { algorithm, kid, is_typed, message: message.to_owned(), signature: signature.to_owned() }, claims))
    }

    /// Returns whether this key signed it.
    pub fn is_signed_by(&self, key: &PublicJwk) -> bool {
        key.is_for(self.algorithm)
            && PublicKey::of(self.algorithm, &key.material).is_some_and(|key| key.verifies(&self.signature, &self.message))
    }

    /// Checks that one of these keys signed it.
    pub(crate) fn check(&self, keys: &JwkSet) -> Result<(), Unverified> {
        let mut candidates = keys.candidates(self.kid.as_deref(), self.algorithm).peekable();
        if candidates.peek().is_none() {
            return Err(Unverified::UnknownKey);
        }
        if candidates.any(|key| self.is_signed_by(key)) { Ok(()) } else { Err(Unverified::WrongSignature) }
    }
}

impl<S: Storage> Engine<S> {
    /// Checks that a key of the client signed this. Keys that it publishes may be fetched for it: the client is an active one.
    pub(crate) async fn check_signature(&self, realm: &Realm, client: &Client, jwt: &ClientJwt) -> Result<(), Unverified> {
        self.check_by_keys(realm, client, &|keys: &JwkSet| jwt.check(keys)).await
    }
}

/// Returns whether a text can be a `jti` or a `kid`, of at most this many characters.
pub(crate) fn is_name(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.chars().count())
}

/// A `typ` without the part that goes without saying (RFC 7515 §4.1.9).
fn strip_application(typ: &str) -> &str {
    match typ.split_once('/') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("application") => rest,
        _ => typ,
    }
}
