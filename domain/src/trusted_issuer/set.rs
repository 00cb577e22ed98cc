//! The trusted issuers of a workspace.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{issuer::TrustedIssuer, subject::SubjectMatch};
use crate::{name::Slug, problem::Problem};

/// The most trusted issuers of a workspace: they are read with it, by every request.
pub const MOST_ISSUERS: u32 = 20;
/// The most clients that an issuer's assertions are for, where they are named.
pub const MOST_CLIENTS: u32 = 50;
/// The most scopes that an issuer can grant.
pub const MOST_SCOPES: u32 = 100;

/// The trusted issuers of a workspace, in the order of their addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TrustedIssuers(Vec<TrustedIssuer>);

impl FromIterator<TrustedIssuer> for TrustedIssuers {
    fn from_iter<I: IntoIterator<Item = TrustedIssuer>>(issuers: I) -> Self {
        let mut issuers: Vec<_> = issuers.into_iter().collect();
        issuers.sort_by(|one, other| one.id.cmp(&other.id));
        Self(issuers)
    }
}

impl TrustedIssuers {
    /// None.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &TrustedIssuer> {
        self.0.iter()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one at this address.
    pub fn find(&self, id: &Slug) -> Option<&TrustedIssuer> {
        self.0.iter().find(|issuer| issuer.id == *id)
    }

    /// The one that assertions call by this name (`iss`).
    pub fn named(&self, iss: &str) -> Option<&TrustedIssuer> {
        self.0.iter().find(|issuer| issuer.issuer.as_str() == iss)
    }

    /// The same with another one.
    ///
    /// # Errors
    /// One has its address already.
    pub fn and(&self, issuer: TrustedIssuer) -> Result<Self, Problem> {
        if self.find(&issuer.id).is_some() {
            return Err(Problem::Taken);
        }
        Ok(self.iter().cloned().chain([issuer]).collect())
    }

    /// The same with this one in place of that at its address; none where there is no such one.
    pub fn with(&self, issuer: TrustedIssuer) -> Option<Self> {
        self.find(&issuer.id)?;
        Some(self.without(&issuer.id).0.into_iter().chain([issuer]).collect())
    }

    /// The same without the one at this address.
    #[must_use]
    pub fn without(&self, id: &Slug) -> Self {
        Self(self.iter().filter(|issuer| issuer.id != *id).cloned().collect())
    }

    /// Checks what can be checked of them alone.
    ///
    /// # Errors
    /// The first problem, with the field that has it.
    pub fn check(&self) -> Result<(), (&'static str, Problem)> {
        let exceeds = |count: usize, most: u32| !u32::try_from(count).is_ok_and(|count| count <= most);
        if exceeds(self.0.len(), MOST_ISSUERS) {
            return Err(("trusted_issuers", Problem::TooMany { most: MOST_ISSUERS }));
        }
        let (mut addresses, mut names) = (BTreeSet::new(), BTreeSet::new());
        for issuer in self.iter() {
            if !addresses.insert(&issuer.id) {
                return Err(("trusted_issuers", Problem::Duplicate));
            }
            if !names.insert(&issuer.issuer) {
                return Err(("issuer", Problem::Taken));
            }
            if issuer.algorithms.is_empty() {
                return Err(("algorithms", Problem::NothingChosen));
            }
            if issuer.kinds.is_empty() {
                return Err(("assertion_kinds", Problem::NothingChosen));
            }
            // OpenID Connect Core §5.1: `email_verified` is about `email`.
            if issuer.subject_match == SubjectMatch::VerifiedEmail && issuer.subject_claim.as_str() != "email" {
                return Err(("subject_claim", Problem::EmailClaim));
            }
            if exceeds(issuer.clients.len(), MOST_CLIENTS) {
                return Err(("clients", Problem::TooMany { most: MOST_CLIENTS }));
            }
            if exceeds(issuer.scopes.iter().count(), MOST_SCOPES) {
                return Err(("scopes", Problem::TooMany { most: MOST_SCOPES }));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client_uri::JwksUri,
        scope::Scopes,
        trusted_issuer::{
            issuer::IssuerKeys,
            text::{AssertionIssuer, ClaimName},
        },
    };

    fn issuer(id: &str) -> TrustedIssuer {
        TrustedIssuer {
            id: Slug::parse(id).unwrap(),
            issuer: AssertionIssuer::parse(&format!("https://{id}.example.com")).unwrap(),
            enabled: true,
            keys: IssuerKeys::JwksUri(JwksUri::parse("https://idp.example.com/keys").unwrap()),
            algorithms: TrustedIssuer::usual_algorithms(),
            kinds: TrustedIssuer::usual_kinds(),
            any_client: true,
            clients: BTreeSet::new(),
            subject_claim: ClaimName::default(),
            subject_match: SubjectMatch::UserId,
            scopes: Scopes::none(),
            assertion_ttl: TrustedIssuer::USUAL_TTL,
            access_token_ttl: None,
        }
    }

    #[test]
    fn issuers_are_in_the_order_of_their_addresses_and_each_is_there_once() {
        let both: TrustedIssuers = [issuer("okta"), issuer("entra")].into_iter().collect();
        assert_eq!(both.iter().map(|issuer| issuer.id.as_str()).collect::<Vec<_>>(), ["entra", "okta"]);
        assert_eq!(TrustedIssuers::none().and(issuer("okta")).unwrap().and(issuer("entra")), Ok(both.clone()));
        assert_eq!(both.and(issuer("okta")), Err(Problem::Taken));
        assert_eq!(both.with(issuer("other")), None);
        let off = both.with(TrustedIssuer { enabled: false, ..issuer("okta") }).unwrap();
        assert!(off.named("https://okta.example.com").is_some_and(|issuer| !issuer.enabled));
        assert!(off.named("https://okta.example.com/").is_none(), "it is compared to the letter");
        assert!(both.without(&Slug::parse("okta").unwrap()).find(&Slug::parse("okta").unwrap()).is_none());
        assert_eq!(both.check(), Ok(()));
        let stored = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<TrustedIssuers>(&stored).unwrap(), both);
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let field = |issuers: Vec<TrustedIssuer>| issuers.into_iter().collect::<TrustedIssuers>().check().unwrap_err().0;
        assert_eq!(field(vec![issuer("a"), issuer("a")]), "trusted_issuers");
        assert_eq!(field(vec![issuer("a"), TrustedIssuer { id: Slug::parse("b").unwrap(), ..issuer("a") }]), "issuer");
        assert_eq!(field(vec![TrustedIssuer { algorithms: BTreeSet::new(), ..issuer("a") }]), "algorithms");
        assert_eq!(field(vec![TrustedIssuer { kinds: BTreeSet::new(), ..issuer("a") }]), "assertion_kinds");
        assert_eq!(field(vec![TrustedIssuer { subject_match: SubjectMatch::VerifiedEmail, ..issuer("a") }]), "subject_claim");
        assert_eq!(field((0..=MOST_ISSUERS).map(|number| issuer(&format!("a{number}"))).collect()), "trusted_issuers");
    }
}
