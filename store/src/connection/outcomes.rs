//! What became of the last writes: the best evidence of whether the database keeps what it is given.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::failure::{Failure, FailureKind};

/// How long a failure speaks against the database when no write has tried since.
const STANDS: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Default)]
pub(super) struct Outcomes(Arc<Mutex<Option<Outcome>>>);

/// When a write ended, and how it failed where it did.
type Outcome = (Instant, Option<Failure>);

impl Outcomes {
    pub(super) fn kept(&self) {
        self.note(None);
    }

    /// Notes a failure that says something about the database, and not about the one write.
    pub(super) fn failed(&self, failure: &Failure) {
        if matches!(failure.kind(), FailureKind::Full | FailureKind::ReadOnly | FailureKind::Deadline | FailureKind::Silent) {
            self.note(Some(failure.clone()));
        }
    }

    fn note(&self, outcome: Option<Failure>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), outcome));
    }

    /// Whether a write was kept just now.
    pub(super) fn kept_within(&self, span: Duration) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_some_and(|(at, failure)| failure.is_none() && at.elapsed() < span)
    }

    /// The failure of the last write, where it is not long ago.
    pub(super) fn last_failure(&self) -> Option<Failure> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(at, _)| at.elapsed() < STANDS).and_then(|(_, failure)| failure.clone())
    }
}
