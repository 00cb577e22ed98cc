//! The keys that clients publish at an address (`jwks_uri`), as this process last read them.
//!
//! Whoever knows a client's name can make this server ask such an address, so each is asked now and then at most, by one task at a time, and no
//! workspace, no tenant and no host takes up all that are made at once. An address that does not answer costs its own clients alone: keys that are
//! known go on working for an hour.

#[cfg(test)]
mod tests;
mod turns;

use std::sync::{Arc, PoisonError, RwLock};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
};
use domain::{
    client_keys::{JwkSet, JwksError},
    client_uri::JwksUri,
    clock::{Clock, Timestamp},
};
use engine::client_keys::{self, Freshness, KeyOwner, KeySource, KeysFuture, KeysUnavailable};
use quick_cache::sync::Cache;
use tokio::sync::Mutex;
use url::Url;

pub(crate) use self::turns::Turns;
use crate::{
    count,
    fetch::{Bounds, FetchError, Fetcher, Sent},
};

/// The most addresses that are remembered. Each has up to 14 KB, and mostly less than one.
const MOST_ADDRESSES: usize = 2_000;
/// For how many seconds keys are used without asking again.
const FRESH: i64 = 600;
/// After how many seconds an address is asked again because a key is not known.
const NEWER_AFTER: i64 = 60;
/// After how many seconds an address that gave nothing is asked again.
const AGAIN_AFTER: i64 = 30;
/// For how many seconds keys are used whose address does not give them any more.
const KEPT: i64 = 3_600;

/// The keys that this process has read. A clone is the same.
#[derive(Clone, Default)]
pub struct PublishedKeys(Arc<State>);

struct State {
    addresses: Cache<JwksUri, Arc<Address>>,
    turns: Turns,
}

impl Default for State {
    fn default() -> Self {
        Self { addresses: Cache::new(MOST_ADDRESSES), turns: Turns::default() }
    }
}

/// What is known of an address.
#[derive(Default)]
struct Address {
    known: RwLock<Known>,
    /// Who holds it asks the address.
    asking: Arc<Mutex<()>>,
}

#[derive(Debug, Clone, Default)]
struct Known {
    /// The keys that it gave, and when.
    keys: Option<(Arc<JwkSet>, Timestamp)>,
    /// When it was asked last, and whether it gave keys.
    asked: Option<(Timestamp, bool)>,
}

/// Why an address gave no keys.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("it was answered with status {}", .0.as_u16())]
    Status(StatusCode),
    #[error("the answer is longer than {} KB, or broke off", Bounds::default().body / 1024)]
    Cut,
    #[error("the answer is no JSON Web Key Set that can be used: {0}")]
    Set(#[from] JwksError),
    #[error("the answer is not text in UTF-8")]
    Text,
    #[error("it is no address")]
    Address,
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
}

impl Address {
    fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, url: &JwksUri, outcome: Result<JwkSet, Failure>, now: Timestamp) {
        count::client_key_fetch(outcome.is_ok());
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.asked = Some((now, outcome.is_ok()));
        match outcome {
            Ok(keys) => known.keys = Some((Arc::new(keys), now)),
            Err(error) => {
                if matches!(error, Failure::Set(JwksError::Empty)) {
                    // An answer, and no outage: whoever publishes no key any more has none.
                    known.keys = None;
                }
                tracing::warn!(%url, %error, "the keys of a client cannot be read");
            }
        }
    }
}

/// The source of such keys that an engine asks.
pub struct PublishedKeySource {
    keys: PublishedKeys,
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
}

impl PublishedKeySource {
    /// A source that remembers in common with all that have the same keys.
    pub fn new(keys: PublishedKeys, fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        Self { keys, fetcher, clock }
    }

    async fn get(&self, owner: KeyOwner, url: &JwksUri, freshness: Freshness) -> Result<Arc<JwkSet>, KeysUnavailable> {
        let state = &self.keys.0;
        let address = state.addresses.get_or_insert_with(url, || Ok::<_, KeysUnavailable>(Arc::default()))?;
        if let Some(answer) = address.known().answer(freshness, self.clock.now()) {
            return answer;
        }
        let alone = Arc::clone(&address.asking).lock_owned().await;
        // Another may have asked meanwhile.
        if let Some(answer) = address.known().answer(freshness, self.clock.now()) {
            return answer;
        }
        let Some(turn) = state.turns.take(owner, &host(url)) else { return address.known().kept(self.clock.now()) };
        // In a task of its own: somebody who hangs up does not make others ask anew.
        let (fetcher, clock, asked) = (self.fetcher.clone(), Arc::clone(&self.clock), Arc::clone(&address));
        let url = url.clone();
        let task = tokio::spawn(async move {
            let outcome = fetch(&fetcher, &url).await;
            asked.note(&url, outcome, clock.now());
            drop((alone, turn));
        });
        // One that panics has noted nothing, and what is known goes on.
        let _ = task.await;
        address.known().kept(self.clock.now())
    }
}

impl KeySource for PublishedKeySource {
    fn keys<'a>(&'a self, owner: KeyOwner, address: &'a JwksUri, freshness: Freshness) -> KeysFuture<'a> {
        Box::pin(self.get(owner, address, freshness))
    }
}

/// Returns the host of an address, as the fetcher reads it; whatever its port is, it is one machine that answers.
fn host(address: &JwksUri) -> String {
    let url = Url::parse(address.as_str()).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or_default().trim_end_matches('.').to_owned()
}

async fn fetch(fetcher: &Fetcher, address: &JwksUri) -> Result<JwkSet, Failure> {
    let url = Url::parse(address.as_str()).map_err(|_| Failure::Address)?;
    let accept = HeaderValue::from_static("application/jwk-set+json, application/json");
    let sent = Sent { method: Method::GET, headers: HeaderMap::from_iter([(header::ACCEPT, accept)]), body: Bytes::new() };
    let answer = fetcher.send(&url, &sent, Bounds::default()).await?;
    if answer.status != StatusCode::OK {
        return Err(Failure::Status(answer.status));
    }
    if !answer.whole {
        return Err(Failure::Cut);
    }
    Ok(client_keys::published(std::str::from_utf8(&answer.body).map_err(|_| Failure::Text)?)?)
}
