//! What a client may know of a user, in ID tokens and at the userinfo endpoint.

use domain::{
    address::Address,
    claim_mapping::ClaimMapping,
    phone_number::PhoneNumber,
    scope::{ADDRESS, EMAIL, PHONE, PROFILE},
    user::User,
};
use serde::{Deserialize, Serialize};

use super::mapped_claims::{self, MappedClaims, Told};

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

    /// Returns the claims that are told of a user whom the client calls `sub`.
    pub(crate) fn of(user: &User, sub: String, mappings: &[ClaimMapping], told: &Told<'_>) -> Self {
        let is_told = |claim: &str, scope: &str| told.scopes.contains(scope) || told.asked.contains(claim);
        let profile = &user.profile;
        let (email, phone_number) = (profile.email.as_ref(), profile.phone_number.as_ref());
        let updated_at = profile.updated_at.unwrap_or(user.created_at).as_seconds();
        Self {
            sub,
            name: is_told("name", PROFILE).then(|| profile.name.to_string()),
            preferred_username: is_told("preferred_username", PROFILE).then(|| user.identifier.to_string()),
            updated_at: is_told("updated_at", PROFILE).then_some(updated_at),
            email: email.filter(|_| is_told("email", EMAIL)).cloned(),
            email_verified: email.filter(|_| is_told("email_verified", EMAIL)).map(|_| profile.email_verified),
            phone_number: phone_number.filter(|_| is_told("phone_number", PHONE)).cloned(),
            phone_number_verified: phone_number.filter(|_| is_told("phone_number_verified", PHONE)).map(|_| profile.phone_number_verified),
            address: profile.address.clone().filter(|_| is_told("address", ADDRESS)),
            mapped: mapped_claims::told(mappings, user, told),
        }
    }
}
