//! The outcomes of the last writes: the best evidence of whether the database keeps what is written.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::failure::{Failure, FailureKind};

/// How long a failure counts when no write was tried since.
const STANDS: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Default)]
pub(super) struct Outcomes(Arc<Mutex<Option<Outcome>>>);

/// When a write ended, and how it failed if it did.
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

    /// Returns whether a write succeeded within this time.
    pub(super) fn kept_within(&self, span: Duration) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_some_and(|(at, failure)| failure.is_none() && at.elapsed() < span)
    }

    /// Returns the failure of the last write, where it is recent.
    pub(super) fn last_failure(&self) -> Option<Failure> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(at, _)| at.elapsed() < STANDS).and_then(|(_, failure)| failure.clone())
    }
}
