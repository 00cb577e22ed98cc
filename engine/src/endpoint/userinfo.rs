//! The userinfo endpoint (OpenID Connect Core §5.3).

use domain::{
    address::Address,
    phone_number::PhoneNumber,
    scope::{ADDRESS, EMAIL, OPENID, PHONE, PROFILE, Scopes},
    user::User,
};
use serde::{Deserialize, Serialize};

use crate::{
    dpop::{ProofHeader, Target},
    engine::{Engine, Realm},
    error::{Error, Refusal},
    storage::Storage,
    token::{TokenType, access::AccessTokenClaims},
};

/// What a client may know of a user (OpenID Connect Core §5.1), by the scopes it was granted (§5.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The user's identifier: the same in every token of this workspace.
    pub sub: String,
    /// With `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With `profile`: what the user signs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// With `profile`: when these claims were last changed, as seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<i64>,
    /// With `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// With `email`, where there is an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// With `phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<PhoneNumber>,
    /// With `phone`, where there is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_verified: Option<bool>,
    /// With `address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

impl Claims {
    /// What is said of users, by the names on the wire.
    pub(crate) const NAMES: [&str; 9] =
        ["sub", "name", "preferred_username", "updated_at", "email", "email_verified", "phone_number", "phone_number_verified", "address"];

    /// What these scopes show of the user.
    pub fn of(user: &User, scopes: &Scopes) -> Self {
        let profile = scopes.contains(PROFILE).then_some(&user.profile);
        let email = user.profile.email.as_ref().filter(|_| scopes.contains(EMAIL));
        let phone_number = user.profile.phone_number.as_ref().filter(|_| scopes.contains(PHONE));
        Self {
            sub: user.id.to_string(),
            name: profile.map(|profile| profile.name.to_string()),
            preferred_username: profile.map(|_| user.identifier.to_string()),
            updated_at: profile.map(|profile| profile.updated_at.unwrap_or(user.created_at).as_seconds()),
            email: email.cloned(),
            email_verified: email.map(|_| user.profile.email_verified),
            phone_number: phone_number.cloned(),
            phone_number_verified: phone_number.map(|_| user.profile.phone_number_verified),
            address: user.profile.address.clone().filter(|_| scopes.contains(ADDRESS)),
        }
    }
}

/// The endpoint's path below its issuer.
pub(crate) const PATH: &str = "/userinfo";

/// A request with an access token.
#[derive(Debug, Clone, Copy)]
pub struct UserinfoRequest<'a> {
    /// Its method, as it stands in the request line.
    pub method: &'a str,
    /// How the token is presented.
    pub token_type: TokenType,
    /// The token.
    pub access_token: &'a str,
    /// The proof beside it.
    pub proof: ProofHeader<'a>,
}

impl<S: Storage> Engine<S> {
    /// The claims that this access token shows.
    pub async fn userinfo(&self, realm: &Realm, request: UserinfoRequest<'_>) -> Result<Claims, Error> {
        let claims = self.read_access_token(realm, request.access_token).await?.ok_or(Refusal::InvalidToken)?;
        self.prove_possession(realm, &request, &claims).await?;
        // RFC 8707 §2: a token for a resource server is that server's business.
        if !claims.aud.contains(&realm.issuer) {
            return Err(Refusal::OtherAudience.into());
        }
        let token = self.active_access_token(realm, claims).await?.ok_or(Refusal::InvalidToken)?;
        if !token.claims.scope.contains(OPENID) {
            return Err(Refusal::InsufficientScope.into());
        }
        let user = token.user.ok_or(Refusal::InvalidToken)?;
        Ok(Claims::of(&user, &token.claims.scope))
    }

    /// RFC 9449 §7: a token that is bound to a key is of no use without it, and another one is not made more than it is by a proof.
    async fn prove_possession(&self, realm: &Realm, request: &UserinfoRequest<'_>, claims: &AccessTokenClaims) -> Result<(), Error> {
        let bound = match (request.token_type, claims.cnf) {
            (TokenType::Bearer, None) => return Ok(()),
            (TokenType::Bearer, Some(_)) => return Err(Refusal::BoundTokenAsBearer.into()),
            (TokenType::Dpop, None) => return Err(Refusal::BearerTokenAsBound.into()),
            (TokenType::Dpop, Some(bound)) => bound,
        };
        let url = format!("{}{PATH}", realm.issuer);
        let target = Target { method: request.method, url: &url, access_token: Some(request.access_token) };
        let proof = self.check_proof(realm, request.proof, target)?.ok_or(Refusal::MissingProof)?;
        if proof.jkt != bound.jkt {
            return Err(Refusal::TokenOfOtherKey.into());
        }
        self.use_proof(realm, &proof).await
    }
}
