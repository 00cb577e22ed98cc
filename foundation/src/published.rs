//! What others publish at an address, and this process reads: keys and documents of clients.
//!
//! Whoever names an address makes this server ask it. So each is asked by one task at a time, no workspace, no tenant and no host takes up all that are
//! asked at once, and what is remembered has a bound in bytes.

mod room;
mod turns;

use std::{
    fmt::Display,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
};
use domain::clock::Timestamp;
use engine::client_keys::KeyOwner;
use tokio::{sync::Mutex, time::timeout};
use url::Url;

use self::room::Room;
pub(crate) use self::turns::Turns;
use crate::fetch::{Answer, Bounds, FetchError, Fetcher, Sent};

/// How long somebody waits for what another asks of the same address, before they hear that it cannot be read at the moment: longer than an answer takes.
const WAIT: Duration = Duration::from_secs(8);

/// Why an address gave nothing that could be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("it was answered with status {}", .0.as_u16())]
    Status(StatusCode),
    #[error("the answer is longer than {} KB, or broke off", Bounds::default().body / 1024)]
    Cut,
    #[error("it is no address")]
    Address,
}

/// Asks an address, by the guarded way to servers of others. Returns its answer, which is whole.
pub(crate) async fn read(fetcher: &Fetcher, address: &str, accept: &'static str, bounds: Bounds) -> Result<Answer, Unread> {
    let url = Url::parse(address).map_err(|_| Unread::Address)?;
    let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
    let sent = Sent { method: Method::GET, headers, body: Bytes::new() };
    let answer = fetcher.send(&url, &sent, bounds).await?;
    if answer.status != StatusCode::OK {
        return Err(Unread::Status(answer.status));
    }
    if !answer.whole {
        return Err(Unread::Cut);
    }
    Ok(answer)
}

/// Returns the host of an address, as the fetcher reads it; whatever its port is, it is one machine that answers.
pub(crate) fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or_default().trim_end_matches('.').to_owned()
}

/// What is known of an address.
pub(crate) trait Kept: Clone + Default + Send + Sync + 'static {
    /// How many bytes it takes.
    fn bytes(&self) -> usize;

    /// Returns whether nothing of it is used any more.
    fn is_over(&self, now: Timestamp) -> bool;
}

/// Addresses that were asked, with what is known of each. A clone is the same.
pub(crate) struct Addresses<A, K>(Arc<State<A, K>>);

struct State<A, K> {
    known: Room<A, Address<K>>,
    turns: Turns,
}

#[derive(Default)]
struct Address<K> {
    known: RwLock<K>,
    /// Who holds it asks the address.
    asking: Arc<Mutex<()>>,
}

impl<K: Clone> Address<K> {
    fn known(&self) -> K {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<A, K> Clone for Addresses<A, K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<A: Clone + Display + Eq + Hash + Send + Sync + 'static, K: Kept> Addresses<A, K> {
    /// None yet, and so many bytes at most.
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(State { known: Room::of(most), turns: Turns::default() }))
    }

    /// Returns what is known of an address: what `answer` finds without asking, or else what `kept` finds once the address was asked and `ask` has
    /// noted what came, and whether that is what it was asked for. It is not asked while too many are.
    pub(crate) async fn get<T, F, N>(
        &self,
        owner: KeyOwner,
        address: &A,
        now: Timestamp,
        answer: impl Fn(&K) -> Option<T>,
        ask: impl FnOnce() -> F,
        kept: impl FnOnce(&K) -> T,
    ) -> T
    where
        F: Future<Output = N> + Send + 'static,
        N: FnOnce(&mut K) -> bool + Send,
    {
        // What is asked at the moment is somebody's.
        let is_over = |address: &Address<K>| address.asking.try_lock().is_ok() && address.known().is_over(now);
        let found = self.0.known.find(owner, address, now, is_over);
        if let Some(answer) = answer(&found.known()) {
            return answer;
        }
        let Ok(alone) = timeout(WAIT, Arc::clone(&found.asking).lock_owned()).await else {
            // Others wait for it, too, and each of them would ask anew.
            return kept(&found.known());
        };
        // Another may have asked meanwhile.
        if let Some(answer) = answer(&found.known()) {
            return answer;
        }
        if let Some(turn) = self.0.turns.take(owner, &host(&address.to_string()), now).await {
            // In a task of its own: somebody who hangs up does not make others ask anew.
            let (asking, asked) = (ask(), Arc::clone(&found));
            let (state, address) = (Arc::clone(&self.0), address.clone());
            let task = tokio::spawn(async move {
                let note = asking.await;
                let (gave, bytes) = {
                    let mut known = asked.known.write().unwrap_or_else(PoisonError::into_inner);
                    (note(&mut known), known.bytes())
                };
                state.known.weigh(&address, &asked, bytes);
                turn.end(gave);
                drop(alone);
            });
            // One that panics has noted nothing, and what is known goes on.
            let _ = task.await;
        }
        kept(&found.known())
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.0.known.bytes()
    }
}
