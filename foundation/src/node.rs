//! This process among others on its database: what it watches while it serves, and why it does not serve for the time being.

mod clock_offset;
pub mod key_versions;
mod watch;

use std::{
    future::{Future, pending},
    sync::{Arc, PoisonError, RwLock},
};

use domain::clock::Timestamp;
use tokio::sync::watch::Sender;

pub use self::{
    clock_offset::ClockOffset,
    watch::{forget, watch},
};

/// How long a server that no longer says that it runs is taken for one that does, in seconds.
pub const SEEN_SECONDS: i64 = 30;

/// The state of this process. A clone is the same state.
#[derive(Debug, Clone, Default)]
pub struct Node {
    state: Arc<RwLock<State>>,
    /// Whether the process is about to end: what would go on until then ends now.
    stopping: Arc<Sender<bool>>,
}

/// What keeps a process from being ready.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct State {
    missing_key: Option<u8>,
    clock: Option<ClockOffset>,
    clock_is_off: bool,
    is_draining: bool,
}

impl Node {
    fn state(&self) -> State {
        *self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Returns the reason in a word why this process is not ready, as far as it is known without the database.
    pub fn not_ready(&self) -> Option<&'static str> {
        let state = self.state();
        if state.is_draining {
            return Some("draining");
        }
        if state.missing_key.is_some() {
            return Some("master_key");
        }
        state.clock_is_off.then_some("clock")
    }

    /// The version of the master key that is in use, or will be in a moment, and that this process does not have. It can neither make nor
    /// recognise tokens then.
    pub fn missing_key(&self) -> Option<u8> {
        self.state().missing_key
    }

    /// The difference to the database's clock, as it was measured last; none for SQLite.
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.state().clock
    }

    /// Ends what goes on for as long as its client listens: the process is about to end.
    pub fn stop_streams(&self) {
        self.stopping.send_replace(true);
    }

    /// Returns whether streams are ended.
    pub fn stops_streams(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Resolves when streams are ended.
    pub fn streams_stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.stopping.subscribe();
        async move {
            if stopping.wait_for(|stopping| *stopping).await.is_err() {
                // Nobody is left who could end them.
                pending::<()>().await;
            }
        }
    }

    /// Begins to drain: from now on the process is not ready.
    pub fn drain(&self) {
        self.change(|state| state.is_draining = true);
    }
}

/// The time since which a server was seen if it is taken for one that runs.
pub fn seen_since(now: Timestamp) -> Timestamp {
    now.plus_seconds(-SEEN_SECONDS)
}
