//! Demonstrating proof of possession (RFC 9449): tokens that only the holder of a key can use.
//!
//! A proof is checked before the code or the refresh token beside it is touched, and is used up last: a failed proof consumes nothing,
//! never rotates a refresh token, and never counts as reuse.

mod key;
mod nonce;
mod proof;
mod proven_key;

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, thumbprint::Thumbprint};
use url::Url;

pub use proof::{Proof, TYPE};
pub use proven_key::ProvenKey;

pub use crate::public_key::{ALGORITHMS, algorithms_of};

use crate::{
    engine::Engine,
    error::{Error, Refusal},
    keys,
    realm::Realm,
    storage::{SecretHash, Storage},
};

/// How old a proof may be, in seconds (RFC 9449 §11.1).
const OLDEST_SECONDS: i64 = 60;
/// How far the clock of a client may be ahead, in seconds.
const AHEAD_SECONDS: i64 = 10;
/// How much longer a used proof is kept than it could be used again, in seconds: no node's clock is so far behind.
const MARGIN_SECONDS: i64 = 60;

/// The `DPoP` headers of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProofHeader<'a> {
    /// None.
    #[default]
    Absent,
    /// One.
    One(&'a str),
    /// More than one.
    Several,
}

impl<'a> FromIterator<&'a str> for ProofHeader<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(values: I) -> Self {
        let mut values = values.into_iter();
        match (values.next(), values.next()) {
            (None, _) => Self::Absent,
            (Some(value), None) => Self::One(value),
            (Some(_), Some(_)) => Self::Several,
        }
    }
}

/// The request that a proof has to be made for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    /// The access token beside the proof, where the request is made with one.
    pub(crate) access_token: Option<&'a str>,
}

/// A proof that belongs to the request, and has not been used up yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CheckedProof {
    pub(crate) jkt: Thumbprint,
    fingerprint: SecretHash,
    expires_at: Timestamp,
}

impl<S: Storage> Engine<S> {
    /// Returns the nonce for the next proof, for the `DPoP-Nonce` header of an answer (RFC 9449 §8.2).
    pub fn dpop_nonce(&self, realm: &Realm) -> String {
        nonce::at(self.keys(), realm.workspace.id, self.now())
    }

    /// Checks the proof of a request, where it has one (RFC 9449 §4.3). Nothing is consumed by it.
    pub(crate) fn check_proof(&self, realm: &Realm, header: ProofHeader<'_>, target: Target<'_>) -> Result<Option<CheckedProof>, Refusal> {
        let text = match header {
            ProofHeader::Absent => return Ok(None),
            ProofHeader::One(text) => text,
            ProofHeader::Several => return Err(Refusal::SeveralProofs),
        };
        let proof = Proof::parse(text).ok_or(Refusal::MalformedProof)?;
        // FAPI 2.0 Security Profile §5.4.1.
        if realm.workspace.authorization.security.require_strict_client_jwts && !proof.algorithm.is_of_fapi() {
            return Err(Refusal::MalformedProof);
        }
        let url = comparable(&proof.url).ok_or(Refusal::ForeignProof)?;
        // RFC 8705 §5: a client that presents a certificate may reach the same at another address.
        let alias = self.alias_of(target.url);
        let is_here = [Some(target.url), alias.as_deref()].into_iter().flatten().any(|here| comparable(here).as_ref() == Some(&url));
        if proof.method != target.method || !is_here {
            return Err(Refusal::ForeignProof);
        }
        if target.access_token.is_some_and(|token| proof.access_token_hash != Some(access_token_hash(token))) {
            return Err(Refusal::ProofOfOtherToken);
        }
        let now = self.now();
        let age = now.as_seconds().saturating_sub(proof.issued_at);
        if !(-AHEAD_SECONDS..=OLDEST_SECONDS).contains(&age) {
            return Err(Refusal::UntimelyProof);
        }
        match &proof.nonce {
            Some(nonce) if !nonce::is_valid(self.keys(), realm.workspace.id, now, nonce) => return Err(Refusal::WrongNonce),
            None if realm.workspace.tokens.dpop_nonce_required => return Err(Refusal::MissingNonce),
            _ => {}
        }
        let expires_at = Timestamp::from_millis(0).plus_seconds(proof.issued_at + OLDEST_SECONDS + MARGIN_SECONDS);
        // Neither a thumbprint, a method nor an address has a space in it: no two proofs read alike.
        let fingerprint = keys::hash_secret("dpop-proof", &format!("{} {} {url} {}", proof.jkt, proof.method, proof.id));
        Ok(Some(CheckedProof { jkt: proof.jkt, fingerprint, expires_at }))
    }

    /// Uses a proof up: the last thing before the request has its effect (RFC 9449 §11.1).
    pub(crate) async fn use_proof(&self, realm: &Realm, proof: &CheckedProof) -> Result<(), Error> {
        let first = self.storage().use_proof(realm.workspace.id, proof.fingerprint, proof.expires_at).await?;
        if first { Ok(()) } else { Err(Refusal::ReplayedProof.into()) }
    }
}

/// A proof of a key that the engine itself vouches for: no client made it, and each is a new one.
pub(crate) const fn vouched_proof(jkt: Thumbprint, fingerprint: SecretHash, now: Timestamp) -> CheckedProof {
    CheckedProof { jkt, fingerprint, expires_at: now.plus_seconds(OLDEST_SECONDS + MARGIN_SECONDS) }
}

/// An address without query and fragment, written in the one way that the URL standard gives it: scheme and host in lower case, no port
/// that goes without saying (RFC 9449 §4.3, check 9, and RFC 3986 §6.2.2, §6.2.3).
fn comparable(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// `ath` (RFC 9449 §4.2).
fn access_token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 80.
    #[test]
    fn an_address_is_compared_without_query_and_fragment_and_case_of_the_host() {
        let same = |text: &str| comparable(text) == comparable("https://id.example.com/acme/main/oauth2/token");
        assert!(same("HTTPS://ID.Example.com:443/acme/main/oauth2/token?a=b#c"));
        for other in [
            "http://id.example.com/acme/main/oauth2/token",
            "https://id.example.com:8443/acme/main/oauth2/token",
            "https://id.example.com/acme/main/oauth2/Token",
            "https://id.example.com/acme/main/oauth2/token/",
            "https://user@id.example.com/acme/main/oauth2/token",
            "/acme/main/oauth2/token",
        ] {
            assert!(!same(other), "{other}");
        }
    }
}
