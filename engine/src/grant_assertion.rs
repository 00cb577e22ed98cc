//! An assertion that is exchanged for an access token (RFC 7523 §2.1) by itself, as far as it can be read without its issuer.

use domain::{
    resource::{InvalidResource, Resource, Resources},
    scope::Scopes,
};
use serde::Deserialize;
use serde_json::{Map, Number, Value};

use crate::{
    client_jwt::{ClientJwt, JwtAudience, JwtTimes, Unreadable, is_name},
    error::Refusal,
    jws::{Members, seconds},
};

/// The `typ` of an identity assertion authorization grant (draft-ietf-oauth-identity-assertion-authz-grant-03).
const ID_JAG: &str = "oauth-id-jag+jwt";
/// The most bytes of an assertion: several times as many as one with an RSA signature and a few claims of its own has.
pub const LONGEST: usize = 8 * 1024;
/// The most characters of a `jti`.
const LONGEST_JTI: usize = 255;

/// An assertion whose signature is still to be verified. What it says is not to be believed before.
pub struct GrantAssertion {
    /// The JWT.
    pub jwt: ClientJwt,
    /// `iss`.
    pub issuer: String,
    /// `sub`.
    pub subject: String,
    /// `aud`.
    pub audience: JwtAudience,
    /// `exp`, `nbf` and `iat`.
    pub times: JwtTimes,
    /// `jti`: what makes it unique.
    pub id: String,
    /// `client_id`: the client that may use it.
    pub client_id: Option<String>,
    /// `scope`: what it grants at most; none where it does not say.
    pub scope: Option<Scopes>,
    /// `resource`: the resource servers that it is for; none where it does not say.
    pub resources: Option<Resources>,
    /// `auth_time`: when its issuer saw the user, in seconds.
    pub auth_time: Option<i64>,
    claims: Map<String, Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    // RFC 7523 §3: it has to be there, also where the user is found by another claim.
    sub: String,
    aud: JwtAudience,
    exp: Number,
    nbf: Option<Number>,
    iat: Option<Number>,
    jti: String,
    client_id: Option<String>,
    scope: Option<String>,
    resource: Option<JwtAudience>,
    auth_time: Option<Number>,
}

impl GrantAssertion {
    /// Reads the value of `assertion`.
    ///
    /// # Errors
    /// It is no such JWT, by an algorithm that no client may use, or for what is no resource server.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = Refusal::MalformedGrantAssertion;
        let (jwt, Members(claims)) = ClientJwt::read::<Members>(text, ID_JAG, LONGEST).map_err(|unreadable| match unreadable {
            Unreadable::Malformed => malformed,
            Unreadable::Algorithm => Refusal::GrantAssertionAlgorithm,
        })?;
        let read: Claims = serde_json::from_value(Value::Object(claims.clone())).map_err(|_| malformed)?;
        let times = JwtTimes::read(&read.exp, read.nbf.as_ref(), read.iat.as_ref()).ok_or(malformed)?;
        // An identity assertion names its client, and says when it was made.
        let is_whole = !jwt.is_typed || read.client_id.is_some() && times.issued_at.is_some();
        if !is_whole || !is_name(&read.jti, LONGEST_JTI) {
            return Err(malformed);
        }
        let scope = read.scope.map(|scope| scope.parse::<Scopes>()).transpose().map_err(|_| malformed)?;
        let resources = read.resource.map(resources).transpose().map_err(|_| Refusal::InvalidTarget)?;
        Ok(Self {
            jwt,
            issuer: read.iss,
            subject: read.sub,
            audience: read.aud,
            times,
            id: read.jti,
            client_id: read.client_id,
            scope,
            resources: resources.filter(|resources| !resources.is_empty()),
            auth_time: read.auth_time.as_ref().and_then(seconds),
            claims,
        })
    }

    /// Returns whether it says that it is an identity assertion authorization grant.
    pub const fn is_id_jag(&self) -> bool {
        self.jwt.is_typed
    }

    /// The text of a claim.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// Returns whether it says that its issuer has verified the address.
    pub fn email_is_verified(&self) -> bool {
        self.claims.get("email_verified") == Some(&Value::Bool(true))
    }
}

/// Reads `resource`: one, or a list.
fn resources(claim: JwtAudience) -> Result<Resources, InvalidResource> {
    let texts = match claim {
        JwtAudience::One(text) => vec![text],
        JwtAudience::List(list) => list,
    };
    texts.iter().map(|text| Resource::parse(text)).collect()
}
