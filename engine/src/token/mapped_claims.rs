//! The claims of a workspace's own.

use std::collections::BTreeMap;

use domain::{
    claim_mapping::{ClaimMapping, ClaimPlace},
    scope::Scopes,
    user::User,
};
use serde_json::Value;

/// Claims by their names.
pub type MappedClaims = BTreeMap<String, Value>;

/// Returns what is told of a user in a place, with these scopes.
pub(crate) fn told(mappings: &[ClaimMapping], user: &User, scopes: &Scopes, place: ClaimPlace) -> MappedClaims {
    let here = mappings.iter().filter(|mapping| mapping.is_told(place, scopes));
    here.filter_map(|mapping| Some((mapping.name().to_owned(), mapping.value(user)?))).collect()
}

/// Returns those of an access token that another one with these scopes may have, too.
pub(crate) fn narrowed(claims: &MappedClaims, mappings: &[ClaimMapping], scopes: &Scopes) -> MappedClaims {
    let is_told = |name: &str| mappings.iter().any(|mapping| mapping.name() == name && mapping.is_told(ClaimPlace::AccessToken, scopes));
    claims.iter().filter(|(name, _)| is_told(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}
