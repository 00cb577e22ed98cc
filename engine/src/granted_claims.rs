//! The claims that a client gets by themselves, beside those of its scopes (OpenID Connect Core §5.5).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    claim_mapping::ClaimMapping,
    scope::{ADDRESS, EMAIL, PHONE, PROFILE, Scope, Scopes},
};
use serde::{Deserialize, Serialize};

use crate::claims_request::{ClaimRequest, ClaimsRequest};

/// The claims of the standard scopes (§5.4).
const STANDARD: [(&str, &str); 8] = [
    ("name", PROFILE),
    ("preferred_username", PROFILE),
    ("updated_at", PROFILE),
    ("email", EMAIL),
    ("email_verified", EMAIL),
    ("phone_number", PHONE),
    ("phone_number_verified", PHONE),
    ("address", ADDRESS),
];

/// The claims that a client gets by themselves, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantedClaims {
    /// Those in ID tokens.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub id_token: BTreeSet<String>,
    /// Those at the userinfo endpoint.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub userinfo: BTreeSet<String>,
}

impl GrantedClaims {
    /// Returns those of a request that come with a scope that the client may have.
    pub(crate) fn of(request: &ClaimsRequest, scopes: &Scopes, mappings: &[ClaimMapping]) -> Self {
        let names = |claims: &BTreeMap<String, Option<ClaimRequest>>| claims.keys().cloned().collect();
        Self { id_token: names(&request.id_token), userinfo: names(&request.userinfo) }.within(scopes, mappings)
    }

    /// Returns those that come with one of these scopes. What was taken from the client since does not come any more.
    #[must_use]
    pub(crate) fn within(mut self, scopes: &Scopes, mappings: &[ClaimMapping]) -> Self {
        for names in [&mut self.id_token, &mut self.userinfo] {
            names.retain(|name| scope_of(name, mappings).is_some_and(|scope| scopes.contains(scope)));
        }
        self
    }

    /// Returns the scopes that they come with, which the user agrees to.
    pub(crate) fn scopes(&self, mappings: &[ClaimMapping]) -> Scopes {
        let named = self.id_token.iter().chain(&self.userinfo).filter_map(|name| scope_of(name, mappings));
        named.filter_map(|scope| Scope::parse(scope).ok()).collect()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.id_token.is_empty() && self.userinfo.is_empty()
    }
}

/// Returns the scope that a claim comes with; none of one that there is not, or that always comes.
fn scope_of<'a>(name: &str, mappings: &'a [ClaimMapping]) -> Option<&'a str> {
    let standard = STANDARD.iter().find(|(claim, _)| *claim == name).map(|(_, scope)| *scope);
    standard.or_else(|| mappings.iter().find(|mapping| mapping.name() == name)?.scope().map(Scope::as_str))
}
