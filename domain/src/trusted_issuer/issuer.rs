//! A trusted issuer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    kind::AssertionKind,
    subject::SubjectMatch,
    text::{AssertionIssuer, ClaimName},
};
use crate::{
    client_keys::{ClientAlgorithm, JwkSet},
    client_uri::JwksUri,
    id::ClientId,
    lifetime::{AccessTokenTtl, Lifetime, constant},
    name::Slug,
    scope::Scopes,
};

/// For how long an assertion can be made: 1 minute to 1 hour. Whoever finds one can use it until then, if its client has not.
pub type AssertionTtl = Lifetime<60, 3600>;

/// Where the keys of an issuer come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuerKeys {
    /// They are here, and nothing is fetched.
    Jwks(JwkSet),
    /// The issuer publishes them at this address.
    JwksUri(JwksUri),
}

impl IssuerKeys {
    /// The keys, where they are here.
    pub const fn jwks(&self) -> Option<&JwkSet> {
        match self {
            Self::Jwks(jwks) => Some(jwks),
            Self::JwksUri(_) => None,
        }
    }

    /// The address, where they are published at one.
    pub const fn jwks_uri(&self) -> Option<&JwksUri> {
        match self {
            Self::Jwks(_) => None,
            Self::JwksUri(address) => Some(address),
        }
    }
}

/// An issuer whose assertions are taken. Whoever holds its keys signs in as every user of the workspace whom its assertions can name, as far as
/// what is here allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedIssuer {
    /// Its part of addresses, and its name in a configuration; it stays as it was made.
    pub id: Slug,
    /// What its assertions call it (`iss`), to the letter.
    pub issuer: AssertionIssuer,
    /// Whether its assertions are taken at present.
    pub enabled: bool,
    /// Its keys.
    pub keys: IssuerKeys,
    /// The algorithms that it signs by.
    pub algorithms: BTreeSet<ClientAlgorithm>,
    /// Which assertions of it are taken.
    pub kinds: BTreeSet<AssertionKind>,
    /// Whether every client of the workspace may use them that has the grant.
    pub any_client: bool,
    /// The clients that may use them.
    pub clients: BTreeSet<ClientId>,
    /// The claim that says whom an assertion is about.
    pub subject_claim: ClaimName,
    /// What that claim is compared with.
    pub subject_match: SubjectMatch,
    /// The scopes that its assertions can grant at most.
    pub scopes: Scopes,
    /// For how long its assertions can be made at most.
    pub assertion_ttl: AssertionTtl,
    /// How long an access token for one of them lives at most; without it, as long as others of its client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token_ttl: Option<AccessTokenTtl>,
}

impl TrustedIssuer {
    /// For how long assertions can be made of an issuer of which nothing else is said: 5 minutes.
    pub const USUAL_TTL: AssertionTtl = constant(5 * 60);

    /// The algorithms of an issuer of which nothing else is said: all of them are asymmetric.
    pub fn usual_algorithms() -> BTreeSet<ClientAlgorithm> {
        BTreeSet::from(ClientAlgorithm::ALL)
    }

    /// The assertions that are taken of an issuer of which nothing else is said.
    pub fn usual_kinds() -> BTreeSet<AssertionKind> {
        BTreeSet::from([AssertionKind::IdJag])
    }

    /// Returns whether a client may use its assertions.
    pub fn is_for(&self, client: ClientId) -> bool {
        self.any_client || self.clients.contains(&client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn what_is_stored_reads_back_and_its_defaults_are_within_their_bounds() {
        let issuer = TrustedIssuer {
            id: Slug::parse("okta").unwrap(),
            issuer: AssertionIssuer::parse("https://idp.example.com").unwrap(),
            enabled: true,
            keys: IssuerKeys::JwksUri(JwksUri::parse("https://idp.example.com/keys").unwrap()),
            algorithms: TrustedIssuer::usual_algorithms(),
            kinds: TrustedIssuer::usual_kinds(),
            any_client: false,
            clients: BTreeSet::from([ClientId::new(Timestamp::from_millis(0), [1; 10])]),
            subject_claim: ClaimName::default(),
            subject_match: SubjectMatch::UserId,
            scopes: "openid orders".parse().unwrap(),
            assertion_ttl: TrustedIssuer::USUAL_TTL,
            access_token_ttl: None,
        };
        assert_eq!(issuer.assertion_ttl.as_seconds(), 300);
        assert!(issuer.is_for(ClientId::new(Timestamp::from_millis(0), [1; 10])));
        assert!(!issuer.is_for(ClientId::new(Timestamp::from_millis(0), [2; 10])));
        let stored = serde_json::to_string(&issuer).unwrap();
        assert_eq!(serde_json::from_str::<TrustedIssuer>(&stored).unwrap(), issuer);
        assert!(stored.contains(r#""keys":{"jwks_uri":"https://idp.example.com/keys"}"#), "{stored}");
    }
}
