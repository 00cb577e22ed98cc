//! Issuers whose assertions a workspace takes (RFC 7523 §2.1).

use std::collections::BTreeSet;

use crate::{
    client_keys::ClientAlgorithm,
    client_uri::JwksUri,
    id::ClientId,
    lifetime::AccessTokenTtl,
    name::Slug,
    problem::Problem,
    scope::{Scope, Scopes},
    trusted_issuer::{self, AssertionIssuer, AssertionKind, AssertionTtl, ClaimName, IssuerKeys, SubjectMatch},
    wire::{
        client::{KeySet, key_set},
        reading::Reading,
        sent::Sent,
        types::sent,
    },
};

sent! {
    /// An issuer whose assertions are taken for the authorization of users (RFC 7523), such as a company's identity provider. Whoever holds its keys
    /// signs in as any user whom its assertions can name.
    pub struct TrustedIssuer needed [id issuer] {
        /// What it is called here: lower-case letters, digits and hyphens.
        pub id: Sent<Slug>,
        /// What its assertions call it (`iss`), to the letter.
        pub issuer: Sent<AssertionIssuer>,
        /// Whether its assertions are taken at present.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<bool>,
        /// Its public keys; not beside `jwks_uri`. Nothing is fetched then.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub jwks: Option<KeySet>,
        /// Where it publishes them: `https`, or `http` on the server's own machine.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub jwks_uri: Option<Sent<JwksUri>>,
        /// The algorithms that it signs by; all of them unless it is said.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub algorithms: Option<Vec<Sent<ClientAlgorithm>>>,
        /// Which of its assertions are taken: `id_jag` (draft-ietf-oauth-identity-assertion-authz-grant) and other JWTs, `jwt`. It is `id_jag` alone
        /// unless it is said.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub assertion_kinds: Option<Vec<Sent<AssertionKind>>>,
        /// Whether every client of the workspace may use them that has the grant type.
        pub any_client: bool,
        /// The clients that may use them; at most 50.
        pub clients: Vec<Sent<ClientId>>,
        /// The claim that says whom an assertion is about; `sub` unless it is said.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subject_claim: Option<Sent<ClaimName>>,
        /// What that claim is compared with: the user's identifier (`user_id`, unless it is said), what the user signs in with (`user_name`), or the
        /// user's address where both sides have verified it (`verified_email`).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subject_match: Option<Sent<SubjectMatch>>,
        /// The scopes that its assertions can grant at most; at most 100. A client gets those of them that it has itself.
        pub scopes: Vec<Sent<Scope>>,
        /// For how long its assertions can be made at most: 1 minute to 1 hour; 5 minutes unless it is said.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub assertion_ttl: Option<Sent<AssertionTtl>>,
        /// How long an access token for one of them lives at most, where that is less than others of its client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_token_ttl: Option<Sent<AccessTokenTtl>>,
    }
}

impl From<&trusted_issuer::TrustedIssuer> for TrustedIssuer {
    fn from(issuer: &trusted_issuer::TrustedIssuer) -> Self {
        let trusted_issuer::TrustedIssuer {
            id,
            issuer,
            enabled,
            keys,
            algorithms,
            kinds,
            any_client,
            clients,
            subject_claim,
            subject_match,
            scopes,
            assertion_ttl,
            access_token_ttl,
        } = issuer;
        Self {
            id: Sent::of(id),
            issuer: Sent::of(issuer),
            enabled: Some(*enabled),
            jwks: keys.jwks().map(|jwks| KeySet { keys: jwks.to_json() }),
            jwks_uri: keys.jwks_uri().map(Sent::of),
            algorithms: Some(algorithms.iter().map(Sent::of).collect()),
            assertion_kinds: Some(kinds.iter().map(Sent::of).collect()),
            any_client: *any_client,
            clients: clients.iter().map(Sent::of).collect(),
            subject_claim: Some(Sent::of(subject_claim)),
            subject_match: Some(Sent::of(subject_match)),
            scopes: scopes.iter().map(Sent::of).collect(),
            assertion_ttl: Some(Sent::of(assertion_ttl)),
            access_token_ttl: access_token_ttl.as_ref().map(Sent::of),
        }
    }
}

impl TrustedIssuer {
    /// Reads it at a place of the whole.
    pub(super) fn read(&self, at: &str, reading: &mut Reading) -> Option<trusted_issuer::TrustedIssuer> {
        type Issuer = trusted_issuer::TrustedIssuer;

        let id = reading.take(&format!("{at}/id"), &self.id);
        let issuer = reading.take(&format!("{at}/issuer"), &self.issuer);
        let keys = self.keys(at, reading);
        let algorithms = reading.all(&format!("{at}/algorithms"), self.algorithms.as_ref(), Issuer::usual_algorithms());
        let kinds = reading.all(&format!("{at}/assertion_kinds"), self.assertion_kinds.as_ref(), Issuer::usual_kinds());
        let clients = reading.all(&format!("{at}/clients"), Some(&self.clients), BTreeSet::new());
        let subject_claim = reading.or(&format!("{at}/subject_claim"), self.subject_claim.as_ref(), ClaimName::default());
        let subject_match = reading.or(&format!("{at}/subject_match"), self.subject_match.as_ref(), SubjectMatch::default());
        let scopes = reading.all(&format!("{at}/scopes"), Some(&self.scopes), Scopes::none());
        let assertion_ttl = reading.or(&format!("{at}/assertion_ttl"), self.assertion_ttl.as_ref(), Issuer::USUAL_TTL);
        let access_token_ttl = reading.optional(&format!("{at}/access_token_ttl"), self.access_token_ttl.as_ref());
        Some(Issuer {
            id: id?,
            issuer: issuer?,
            enabled: self.enabled.unwrap_or(true),
            keys: keys?,
            algorithms,
            kinds,
            any_client: self.any_client,
            clients,
            subject_claim,
            subject_match,
            scopes,
            assertion_ttl,
            access_token_ttl,
        })
    }

    fn keys(&self, at: &str, reading: &mut Reading) -> Option<IssuerKeys> {
        match (&self.jwks, &self.jwks_uri) {
            (Some(jwks), None) => key_set(reading, &format!("{at}/jwks"), jwks).map(IssuerKeys::Jwks),
            (None, Some(address)) => reading.take(&format!("{at}/jwks_uri"), address).map(IssuerKeys::JwksUri),
            (Some(_), Some(_)) => {
                reading.note(format!("{at}/jwks_uri"), Problem::Contradiction);
                None
            }
            (None, None) => {
                reading.note(format!("{at}/jwks"), Problem::Missing);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_sent_is_read_and_what_does_not_fit_is_told_by_its_place() {
        let sent: TrustedIssuer = serde_json::from_value(json!({
            "id": "okta", "issuer": "https://idp.example.com", "jwks_uri": "https://idp.example.com/keys", "scopes": ["orders"]
        }))
        .unwrap();
        let mut reading = Reading::default();
        let read = sent.read("/trusted_issuers/0", &mut reading).unwrap();
        assert!(read.enabled && !read.any_client);
        assert_eq!(TrustedIssuer::from(&read).read("", &mut reading), Some(read));
        assert!(reading.done(Some(())).is_ok());

        let sent: TrustedIssuer = serde_json::from_value(json!({
            "id": "Okta", "issuer": "", "algorithms": ["HS256"], "clients": ["x"], "subject_match": "email", "scopes": ["a b"],
            "assertion_ttl": "2h"
        }))
        .unwrap();
        let mut reading = Reading::default();
        assert_eq!(sent.read("", &mut reading), None);
        let places: Vec<_> = reading.done(None::<()>).unwrap_err().into_iter().map(|misfit| misfit.pointer).collect();
        let expected = ["/id", "/issuer", "/jwks", "/algorithms/0", "/clients/0", "/subject_match", "/scopes/0", "/assertion_ttl"];
        assert_eq!(places, expected);
    }
}
