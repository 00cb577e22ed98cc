//! An assertion by itself, as far as it can be read without its client.

use serde::Deserialize;
use serde_json::Number;

use crate::{
    client_jwt::{ClientJwt, JwtAudience, JwtTimes, Unreadable, is_name},
    error::Refusal,
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
    /// The JWT that it is.
    pub jwt: ClientJwt,
    /// The client: `iss` and `sub`.
    pub client_id: String,
    /// `aud`.
    pub audience: JwtAudience,
    /// `exp`, `nbf` and `iat`.
    pub times: JwtTimes,
    /// `jti`: what makes it unique.
    pub id: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: JwtAudience,
    exp: Number,
    nbf: Option<Number>,
    iat: Option<Number>,
    jti: String,
}

#[derive(Deserialize)]
struct Names {
    sub: Option<String>,
    iss: Option<String>,
}

impl ClientAssertion {
    /// Returns whom a text names as its client, `sub` first, though nobody could authenticate by it.
    pub(super) fn names(text: &str) -> Vec<String> {
        let read = ClientJwt::read::<Names>(text, TYPE, LONGEST);
        read.map(|(_, Names { sub, iss })| [sub, iss].into_iter().flatten().collect()).unwrap_or_default()
    }

    /// Reads the value of `client_assertion`. What is refused here depends on the assertion alone, and discloses nothing of a client.
    ///
    /// # Errors
    /// It is no JWT by which a client could authenticate.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = Refusal::MalformedAssertion;
        let (jwt, Claims { iss, sub, aud, exp, nbf, iat, jti }) =
            ClientJwt::read(text, TYPE, LONGEST).map_err(|unreadable| match unreadable {
                Unreadable::Malformed => malformed,
                Unreadable::Algorithm => Refusal::AssertionAlgorithm,
            })?;
        if !is_name(&jti, LONGEST_JTI) {
            return Err(malformed);
        }
        // RFC 7523 §3, OpenID Connect Core §9: both are the client.
        if iss != sub {
            return Err(Refusal::ForeignAssertion);
        }
        Ok(Self { jwt, client_id: sub, audience: aud, times: JwtTimes::read(&exp, nbf.as_ref(), iat.as_ref()).ok_or(malformed)?, id: jti })
    }
}
