//! The claims of a workspace's own.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    claim_mapping::{ClaimMapping, ClaimPlace},
    scope::Scopes,
    user::User,
};
use serde_json::Value;

/// Claims by their names.
pub type MappedClaims = BTreeMap<String, Value>;

/// Where claims are told, and what allows it.
pub(crate) struct Told<'a> {
    pub(crate) place: ClaimPlace,
    pub(crate) scopes: &'a Scopes,
    /// Claims that are told whatever the scopes are: the client has asked for them by themselves.
    pub(crate) asked: &'a BTreeSet<String>,
}

/// Returns what is told of a user.
pub(crate) fn told(mappings: &[ClaimMapping], user: &User, told: &Told<'_>) -> MappedClaims {
    let is_asked = |mapping: &ClaimMapping| mapping.places().contains(&told.place) && told.asked.contains(mapping.name());
    let own = mappings.iter().filter(|mapping| mapping.can_be_told());
    let here = own.filter(|mapping| mapping.is_told(told.place, told.scopes) || is_asked(mapping));
    here.filter_map(|mapping| Some((mapping.name().to_owned(), mapping.value(user)?))).collect()
}

/// Returns those of an access token that another one with these scopes may have, too.
pub(crate) fn narrowed(claims: &MappedClaims, mappings: &[ClaimMapping], scopes: &Scopes) -> MappedClaims {
    let is_told = |name: &str| mappings.iter().any(|mapping| mapping.name() == name && mapping.is_told(ClaimPlace::AccessToken, scopes));
    claims.iter().filter(|(name, _)| is_told(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}
