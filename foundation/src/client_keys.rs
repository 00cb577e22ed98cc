//! The keys that clients publish at an address (`jwks_uri`), as this process last read them.
//!
//! An address that does not answer costs its own clients alone: keys that are known go on working for an hour.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::{
    client_keys::{JwkSet, JwksError},
    client_uri::JwksUri,
    clock::{Clock, Timestamp},
};
use engine::client_keys::{self, Freshness, KeyOwner, KeySource, KeysFuture, KeysUnavailable};

use crate::{
    count,
    fetch::{Bounds, Fetcher},
    published::{Addresses, Kept, Unread, read},
};

/// The most bytes that are remembered.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// What a key takes: an RSA key of 4,096 bits has half of it.
const KEY: usize = 1024;
/// For how many seconds keys are used without asking again.
const FRESH: i64 = 600;
/// After how many seconds an address is asked again because a key is not known.
const NEWER_AFTER: i64 = 60;
/// After how many seconds an address that gave nothing is asked again.
const AGAIN_AFTER: i64 = 30;
/// For how many seconds keys are used whose address does not give them any more.
const KEPT: i64 = 3_600;

/// The keys that this process has read. A clone is the same.
#[derive(Clone)]
pub struct PublishedKeys(Addresses<JwksUri, Known>);

impl Default for PublishedKeys {
    fn default() -> Self {
        Self(Addresses::new(MOST_BYTES))
    }
}

/// What is known of an address.
#[derive(Debug, Clone, Default)]
struct Known {
    /// The keys that it gave, and when.
    keys: Option<(Arc<JwkSet>, Timestamp)>,
    /// When it was asked last, and whether it gave keys.
    asked: Option<(Timestamp, bool)>,
}

impl Kept for Known {
    fn bytes(&self) -> usize {
        self.keys.as_ref().map_or(0, |(keys, _)| keys.keys().len() * KEY)
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.answer(Freshness::Known, now).is_none() && self.kept(now).is_err()
    }
}

/// Why an address gave no keys.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Unread(#[from] Unread),
    #[error("the answer is no JSON Web Key Set that can be used: {0}")]
    Set(#[from] JwksError),
    #[error("the answer is not text in UTF-8")]
    Text,
}

impl Known {
    /// Returns the answer that is there without asking.
    fn answer(&self, freshness: Freshness, now: Timestamp) -> Option<Result<Arc<JwkSet>, KeysUnavailable>> {
        let within = |at: Timestamp, seconds: i64| (0..seconds).contains(&now.seconds_since(at));
        let wait = match (self.asked, freshness) {
            (Some((_, false)), _) => AGAIN_AFTER,
            (Some((_, true)), Freshness::Known) => FRESH,
            (Some((_, true)), Freshness::Newer) => NEWER_AFTER,
            (None, _) => return None,
        };
        let asked_lately = self.asked.is_some_and(|(at, _)| within(at, wait));
        asked_lately.then(|| self.kept(now))
    }

    /// Returns the keys as long as they can be used.
    fn kept(&self, now: Timestamp) -> Result<Arc<JwkSet>, KeysUnavailable> {
        let kept = self.keys.as_ref().filter(|(_, read_at)| (0..KEPT).contains(&now.seconds_since(*read_at)));
        kept.map(|(keys, _)| Arc::clone(keys)).ok_or(KeysUnavailable)
    }

    /// Notes what came. Returns whether it is keys.
    fn note(&mut self, url: &JwksUri, outcome: Result<JwkSet, Failure>, now: Timestamp) -> bool {
        let gave = outcome.is_ok();
        count::client_key_fetch(gave);
        self.asked = Some((now, gave));
        match outcome {
            Ok(keys) => self.keys = Some((Arc::new(keys), now)),
            Err(error) => {
                if matches!(error, Failure::Set(JwksError::Empty)) {
                    // An answer, and no outage: whoever publishes no key any more has none.
                    self.keys = None;
                }
                tracing::warn!(%url, %error, "the keys of a client cannot be read");
            }
        }
        gave
    }
}

/// The source of such keys that an engine asks.
pub(crate) struct PublishedKeySource {
    keys: PublishedKeys,
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
}

impl PublishedKeySource {
    /// A source that remembers in common with all that have the same keys.
    pub(crate) fn new(keys: PublishedKeys, fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        Self { keys, fetcher, clock }
    }

    async fn get(&self, owner: KeyOwner, url: &JwksUri, freshness: Freshness) -> Result<Arc<JwkSet>, KeysUnavailable> {
        let ask = || {
            let (fetcher, clock, url) = (self.fetcher.clone(), Arc::clone(&self.clock), url.clone());
            async move {
                let outcome = fetch(&fetcher, &url).await;
                move |known: &mut Known| known.note(&url, outcome, clock.now())
            }
        };
        let answer = |known: &Known| known.answer(freshness, self.clock.now());
        self.keys.0.get(owner, url, self.clock.now(), answer, ask, |known| known.kept(self.clock.now())).await
    }
}

impl KeySource for PublishedKeySource {
    fn keys<'a>(&'a self, owner: KeyOwner, address: &'a JwksUri, freshness: Freshness) -> KeysFuture<'a> {
        Box::pin(self.get(owner, address, freshness))
    }
}

async fn fetch(fetcher: &Fetcher, address: &JwksUri) -> Result<JwkSet, Failure> {
    let answer = read(fetcher, address.as_str(), "application/jwk-set+json, application/json", Bounds::default()).await?;
    Ok(client_keys::published(std::str::from_utf8(&answer.body).map_err(|_| Failure::Text)?)?)
}
