//! A second look at apparent reuse: where commits stall, a rotation's time is moved late, and a reader before that sees the earlier one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// A move that takes this long has met a stall.
const SLOW: Duration = Duration::from_secs(1);
/// For how long this process rechecks more often after a stall.
const REMEMBERED: Duration = Duration::from_secs(30);
/// How often a presentation is rechecked where no stall was met recently, and where one was.
const RECHECKS: (u32, u32) = (1, 10);

/// How often, and after which pause, apparent reuse is rechecked by this process.
#[derive(Debug, Clone)]
pub(crate) struct Recheck {
    /// The pause before each recheck.
    pause: Duration,
    stalled: Arc<Mutex<Option<Instant>>>,
}

impl Recheck {
    pub(crate) fn new(pause: Duration) -> Self {
        Self { pause, stalled: Arc::default() }
    }

    /// Returns the pause before the next recheck, after so many; `None` where there were enough.
    pub(super) fn pause(&self, rechecks: u32) -> Option<Duration> {
        let stalled = *self.stalled.lock().unwrap_or_else(PoisonError::into_inner);
        let most = if stalled.is_some_and(|at| at.elapsed() < REMEMBERED) { RECHECKS.1 } else { RECHECKS.0 };
        (rechecks < most).then_some(self.pause)
    }

    /// Notes how long the database took for a move.
    pub(super) fn note(&self, took: Duration) {
        if took >= SLOW {
            *self.stalled.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_met_a_stall_looks_longer() {
        let recheck = Recheck::new(Duration::from_millis(1));
        recheck.note(Duration::from_millis(999));
        assert_eq!((recheck.pause(0).is_some(), recheck.pause(1)), (true, None));
        recheck.note(SLOW);
        assert_eq!((recheck.pause(9).is_some(), recheck.pause(10)), (true, None));
    }
}
