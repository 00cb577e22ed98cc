use std::collections::BTreeSet;

use domain::{
    client_keys::{ClientAlgorithm, JwkSet},
    client_uri::JwksUri,
    id::ClientId,
    lifetime::AccessTokenTtl,
    name::Slug,
    problem::Problem,
    scope::{Scope, Scopes},
    trusted_issuer::{AssertionIssuer, AssertionKind, AssertionTtl, ClaimName, IssuerKeys, SubjectMatch, TrustedIssuer},
};
use serde::{Deserialize, Serialize};

use crate::api::{ApiError, Problems};

/// A trusted issuer as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedTrustedIssuer {
    /// *Name in addresses*; it is typed where it is made, and stays.
    pub id: String,
    /// *Issuer*.
    pub issuer: String,
    /// *Take its assertions*.
    pub enabled: bool,
    /// *Public keys*: PEM, a JSON Web Key or a set of them; or empty.
    pub jwks: String,
    /// *Address of the public keys*, or empty.
    pub jwks_uri: String,
    /// *Algorithms*: those that are ticked.
    pub algorithms: BTreeSet<String>,
    /// *Assertions*: the kinds that are ticked.
    pub assertion_kinds: BTreeSet<String>,
    /// *Every client that has the grant*.
    pub any_client: bool,
    /// *Clients*, one a line.
    pub clients: String,
    /// *Claim*.
    pub subject_claim: String,
    /// *Compared with*.
    pub subject_match: String,
    /// *Scopes*, one a line.
    pub scopes: String,
    /// *Longest assertion*.
    pub assertion_ttl: String,
    /// *Longest access token*, or empty.
    pub access_token_ttl: String,
}

/// As a new one is.
impl Default for TypedTrustedIssuer {
    fn default() -> Self {
        Self {
            id: String::new(),
            issuer: String::new(),
            enabled: false,
            jwks: String::new(),
            jwks_uri: String::new(),
            algorithms: BTreeSet::new(),
            assertion_kinds: BTreeSet::new(),
            any_client: false,
            clients: String::new(),
            subject_claim: ClaimName::default().to_string(),
            subject_match: SubjectMatch::default().to_string(),
            scopes: String::new(),
            assertion_ttl: TrustedIssuer::USUAL_TTL.short(),
            access_token_ttl: String::new(),
        }
    }
}

impl TypedTrustedIssuer {
    /// What the page shows where one is made: with the boxes ticked that usually are.
    pub fn new() -> Self {
        Self {
            enabled: true,
            algorithms: TrustedIssuer::usual_algorithms().iter().map(ToString::to_string).collect(),
            assertion_kinds: TrustedIssuer::usual_kinds().iter().map(ToString::to_string).collect(),
            ..Self::default()
        }
    }

    /// What is typed where this one is in force.
    pub fn of(issuer: &TrustedIssuer) -> Self {
        Self {
            id: issuer.id.to_string(),
            issuer: issuer.issuer.to_string(),
            enabled: issuer.enabled,
            jwks: issuer.keys.jwks().map(JwkSet::to_text).unwrap_or_default(),
            jwks_uri: issuer.keys.jwks_uri().map(ToString::to_string).unwrap_or_default(),
            algorithms: issuer.algorithms.iter().map(ToString::to_string).collect(),
            assertion_kinds: issuer.kinds.iter().map(ToString::to_string).collect(),
            any_client: issuer.any_client,
            clients: lines(&issuer.clients),
            subject_claim: issuer.subject_claim.to_string(),
            subject_match: issuer.subject_match.to_string(),
            scopes: lines(issuer.scopes.iter()),
            assertion_ttl: issuer.assertion_ttl.short(),
            access_token_ttl: issuer.access_token_ttl.map(AccessTokenTtl::short).unwrap_or_default(),
        }
    }

    /// Reads it; tells of every problem at once.
    pub fn parse(&self) -> Result<TrustedIssuer, ApiError> {
        let mut problems = Problems::default();
        let id = problems.take("id", Slug::parse(self.id.trim()));
        let issuer = problems.take("issuer", AssertionIssuer::parse(&self.issuer));
        let keys = self.keys(&mut problems);
        let algorithms = each(&mut problems, "algorithms", &self.algorithms, str::parse::<ClientAlgorithm>);
        let kinds = each(&mut problems, "assertion_kinds", &self.assertion_kinds, str::parse::<AssertionKind>);
        let clients = each(&mut problems, "clients", typed_lines(&self.clients), str::parse::<ClientId>);
        let subject_claim = problems.read("subject_claim", ClaimName::parse(&self.subject_claim), ClaimName::default());
        let subject_match = problems.read("subject_match", self.subject_match.parse(), SubjectMatch::default());
        let scopes: Scopes = each(&mut problems, "scopes", self.scopes.split_whitespace(), Scope::parse);
        let assertion_ttl = problems.read("assertion_ttl", AssertionTtl::parse(&self.assertion_ttl), TrustedIssuer::USUAL_TTL);
        let access_token_ttl =
            typed(&self.access_token_ttl).and_then(|text| problems.take("access_token_ttl", AccessTokenTtl::parse(text)));
        let (Some(id), Some(issuer), Some(keys)) = (id, issuer, keys) else {
            // Each of them that is missing has its problem.
            problems.finish(())?;
            return Err(ApiError::Internal);
        };
        problems.finish(TrustedIssuer {
            id,
            issuer,
            enabled: self.enabled,
            keys,
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

    fn keys(&self, problems: &mut Problems) -> Option<IssuerKeys> {
        match (typed(&self.jwks), typed(&self.jwks_uri)) {
            (Some(jwks), None) => problems.take("jwks", control::read_keys(jwks)).map(IssuerKeys::Jwks),
            (None, Some(address)) => problems.take("jwks_uri", JwksUri::parse(address)).map(IssuerKeys::JwksUri),
            (Some(_), Some(_)) => problems.take("jwks_uri", Err(Problem::Contradiction)),
            (None, None) => problems.take("jwks", Err(Problem::Missing)),
        }
    }
}

/// What stands in a field that may be empty.
fn typed(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Several values, one a line.
fn lines<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join("\n")
}

/// The lines that have something in them.
fn typed_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The values; what is none is noted.
fn each<T, P: Into<Problem>, L: FromIterator<T>>(
    problems: &mut Problems,
    field: &str,
    texts: impl IntoIterator<Item: AsRef<str>>,
    parse: impl Fn(&str) -> Result<T, P>,
) -> L {
    texts.into_iter().filter_map(|text| problems.take(field, parse(text.as_ref()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back_as_what_is_in_force() {
        let typed = TypedTrustedIssuer {
            id: "okta".to_owned(),
            issuer: "https://idp.example.com".to_owned(),
            jwks_uri: "https://idp.example.com/keys".to_owned(),
            scopes: "openid\norders".to_owned(),
            ..TypedTrustedIssuer::new()
        };
        let read = typed.parse().unwrap();
        assert!(read.enabled && read.kinds == TrustedIssuer::usual_kinds());
        assert_eq!(TypedTrustedIssuer::of(&read).parse(), Ok(read));
    }

    #[test]
    fn what_does_not_fit_is_told_at_its_field_all_at_once() {
        let typed = TypedTrustedIssuer {
            id: "Okta".to_owned(),
            clients: "x".to_owned(),
            scopes: "ä".to_owned(),
            assertion_ttl: "2h".to_owned(),
            ..TypedTrustedIssuer::default()
        };
        let Err(ApiError::Invalid { problems, .. }) = typed.parse() else { panic!("it has problems") };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["id", "issuer", "jwks", "clients", "scopes", "assertion_ttl"]);
    }
}
