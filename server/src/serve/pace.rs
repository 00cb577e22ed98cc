//! How far a connection is with its request, and until when it has to be further.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

use super::limits::Limits;

/// A client that takes less of an answer than this in the time for it is too slow; so an answer has a limit of time by its length.
const PIECE: usize = 16 * 1024;

/// What a connection is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The rest of a request's head.
    Head,
    /// The body of a request.
    Body,
    /// Nothing: the server is at work.
    Answer,
    /// A request, of which nothing is here yet. Whoever waits here is told nothing: a client that opens connections in advance would take
    /// it for the answer to what it is about to ask.
    Idle,
}

/// The pace of one connection. The connection's own task changes it; others only look.
#[derive(Debug)]
pub(super) struct Pace {
    limits: Arc<Limits>,
    state: Mutex<State>,
    dismissed: Notify,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    deadline: Option<Instant>,
    /// Since a write had to wait: until when a piece must be taken, and how much of it was.
    write: Option<(Instant, usize)>,
}

impl Pace {
    pub(super) fn new(limits: Arc<Limits>) -> Self {
        let state = State { phase: Phase::Idle, deadline: from_now(limits.header), write: None };
        Self { limits, state: Mutex::new(state), dismissed: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, phase: Phase, time: Option<Duration>) {
        let mut state = self.state();
        state.phase = phase;
        state.deadline = time.and_then(from_now);
    }

    /// Bytes came from the client.
    pub(super) fn received(&self) {
        if self.phase() == Phase::Idle {
            self.enter(Phase::Head, Some(self.limits.header));
        }
    }

    /// The head of a request is complete.
    pub(super) fn head_complete(&self, has_body: bool) {
        if has_body {
            self.enter(Phase::Body, Some(self.limits.body));
        } else {
            self.enter(Phase::Answer, None);
        }
    }

    /// The body is complete, or nobody wants the rest of it.
    pub(super) fn body_complete(&self) {
        if self.phase() == Phase::Body {
            self.enter(Phase::Answer, None);
        }
    }

    /// The answer was handed over.
    pub(super) fn answered(&self) {
        self.enter(Phase::Idle, Some(self.limits.idle));
    }

    /// The client takes nothing at the moment.
    pub(super) fn write_waits(&self) {
        let mut state = self.state();
        if state.write.is_none() {
            state.write = from_now(self.limits.write).map(|deadline| (deadline, 0));
        }
    }

    /// The client took some bytes.
    pub(super) fn wrote(&self, bytes: usize) {
        let mut state = self.state();
        state.write = state.write.map(|(deadline, taken)| (deadline, taken + bytes)).filter(|(_, taken)| *taken < PIECE);
    }

    /// All that was to be sent is on its way.
    pub(super) fn flushed(&self) {
        self.state().write = None;
    }

    pub(super) fn phase(&self) -> Phase {
        self.state().phase
    }

    /// Returns whether the connection can be closed without cutting off an answer: no whole request is there.
    pub(super) fn is_waiting(&self) -> bool {
        let state = self.state();
        matches!(state.phase, Phase::Head | Phase::Idle) && state.write.is_none()
    }

    /// Until when the client has to be further.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let state = self.state();
        let write = state.write.map(|(deadline, _)| deadline);
        state.deadline.into_iter().chain(write).min()
    }

    /// Asks the connection to make room.
    pub(super) fn dismiss(&self) {
        self.dismissed.notify_one();
    }

    /// Resolves when the connection is to make room.
    pub(super) async fn dismissed(&self) {
        self.dismissed.notified().await;
    }
}

/// A time so far away that it cannot be represented is none.
fn from_now(time: Duration) -> Option<Instant> {
    Instant::now().checked_add(time)
}
