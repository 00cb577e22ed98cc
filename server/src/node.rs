//! This process among others on its database: what it watches while it serves, and why it does not serve for the time being.

mod clock_offset;
pub(crate) mod key_versions;
mod watch;

use std::sync::{Arc, PoisonError, RwLock};

use domain::clock::Timestamp;

pub(crate) use self::{
    clock_offset::ClockOffset,
    watch::{forget, watch},
};

/// How long a server that no longer says that it runs is taken for one that does, in seconds.
pub(crate) const SEEN_SECONDS: i64 = 30;

/// The state of this process. A clone is the same state.
#[derive(Debug, Clone, Default)]
pub struct Node(Arc<RwLock<State>>);

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
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Returns the reason in a word why this process is not ready, as far as it is known without the database.
    pub(crate) fn not_ready(&self) -> Option<&'static str> {
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
    pub(crate) fn missing_key(&self) -> Option<u8> {
        self.state().missing_key
    }

    /// The difference to the database's clock, as it was measured last; none for SQLite.
    pub(crate) fn clock_offset(&self) -> Option<ClockOffset> {
        self.state().clock
    }

    /// Begins to drain: from now on the process is not ready.
    pub(crate) fn drain(&self) {
        self.change(|state| state.is_draining = true);
    }
}

/// The time since which a server was seen if it is taken for one that runs.
pub(crate) fn seen_since(now: Timestamp) -> Timestamp {
    now.plus_seconds(-SEEN_SECONDS)
}
