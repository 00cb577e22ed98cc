//! The userinfo endpoint (OpenID Connect Core §5.3).

use domain::{
    scope::{ADDRESS, EMAIL, OPENID, PHONE, PROFILE, Scopes},
    user::User,
};
use serde::{Deserialize, Serialize};

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
    storage::Storage,
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
    /// With `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// With `phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// With `address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

/// A postal address (OpenID Connect Core §5.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// As it would stand on an envelope.
    pub formatted: String,
}

impl Claims {
    /// What these scopes show of the user.
    pub fn of(user: &User, scopes: &Scopes) -> Self {
        let with = |scope: &str, value: Option<String>| value.filter(|_| scopes.contains(scope));
        Self {
            sub: user.id.to_string(),
            name: with(PROFILE, Some(user.profile.name.to_string())),
            preferred_username: with(PROFILE, Some(user.identifier.to_string())),
            email: with(EMAIL, user.profile.email.clone()),
            phone_number: with(PHONE, user.profile.phone_number.clone()),
            address: with(ADDRESS, user.profile.address.clone()).map(|formatted| Address { formatted }),
        }
    }
}

impl<S: Storage> Engine<S> {
    /// The claims that this access token shows.
    pub async fn userinfo(&self, realm: &Realm, access_token: &str) -> Result<Claims, Error> {
        let claims = self.read_access_token(realm, access_token).await?.ok_or(Refusal::InvalidToken)?;
        let token = self.active_access_token(realm, claims).await?.ok_or(Refusal::InvalidToken)?;
        if !token.claims.scope.contains(OPENID) {
            return Err(Refusal::InsufficientScope.into());
        }
        let user = token.user.ok_or(Refusal::InvalidToken)?;
        Ok(Claims::of(&user, &token.claims.scope))
    }
}
