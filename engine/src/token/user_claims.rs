//! What a client may know of a user, in ID tokens and at the userinfo endpoint.

use domain::{
    address::Address,
    claim_mapping::{ClaimMapping, ClaimPlace},
    phone_number::PhoneNumber,
    scope::{ADDRESS, EMAIL, PHONE, PROFILE, Scopes},
    user::User,
};
use serde::{Deserialize, Serialize};

use super::mapped_claims::{self, MappedClaims};

/// The claims about a user (OpenID Connect Core §5.1) that the granted scopes allow (§5.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserClaims {
    /// What the client calls the user: the same in all its tokens.
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
    /// With `email`, if there is an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// With `phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<PhoneNumber>,
    /// With `phone`, if there is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_verified: Option<bool>,
    /// With `address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The claims of the workspace's own.
    #[serde(flatten, skip_deserializing)]
    pub mapped: MappedClaims,
}

impl UserClaims {
    /// The claims by their names on the wire.
    pub(crate) const NAMES: [&str; 9] =
        ["sub", "name", "preferred_username", "updated_at", "email", "email_verified", "phone_number", "phone_number_verified", "address"];

    /// Returns the claims that these scopes allow in a place, of a user whom the client calls `sub`.
    pub(crate) fn of(user: &User, sub: String, scopes: &Scopes, mappings: &[ClaimMapping], place: ClaimPlace) -> Self {
        let profile = scopes.contains(PROFILE).then_some(&user.profile);
        let email = user.profile.email.as_ref().filter(|_| scopes.contains(EMAIL));
        let phone_number = user.profile.phone_number.as_ref().filter(|_| scopes.contains(PHONE));
        Self {
            sub,
            name: profile.map(|profile| profile.name.to_string()),
            preferred_username: profile.map(|_| user.identifier.to_string()),
            updated_at: profile.map(|profile| profile.updated_at.unwrap_or(user.created_at).as_seconds()),
            email: email.cloned(),
            email_verified: email.map(|_| user.profile.email_verified),
            phone_number: phone_number.cloned(),
            phone_number_verified: phone_number.map(|_| user.profile.phone_number_verified),
            address: user.profile.address.clone().filter(|_| scopes.contains(ADDRESS)),
            mapped: mapped_claims::told(mappings, user, scopes, place),
        }
    }
}
