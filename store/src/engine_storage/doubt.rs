//! How long to doubt that an old token is a stolen one: where commits stall, a rotation's time is moved late, and those who look before
//! that see the earlier one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// A move that takes this long has met a stall.
const SLOW: Duration = Duration::from_secs(1);
/// For how long a stall makes this process doubt more.
const REMEMBERED: Duration = Duration::from_secs(30);
/// How often it looks again where none was met lately, and where one was.
const LOOKS: (u32, u32) = (1, 10);

/// The doubts of one process.
#[derive(Debug, Clone)]
pub(super) struct Doubt {
    /// The pause before each look.
    pause: Duration,
    stalled: Arc<Mutex<Option<Instant>>>,
}

impl Doubt {
    pub(super) fn new(pause: Duration) -> Self {
        Self { pause, stalled: Arc::default() }
    }

    /// The pause before the next look, after so many; none where it has looked often enough.
    pub(super) fn pause(&self, looks: u32) -> Option<Duration> {
        let stalled = *self.stalled.lock().unwrap_or_else(PoisonError::into_inner);
        let most = if stalled.is_some_and(|at| at.elapsed() < REMEMBERED) { LOOKS.1 } else { LOOKS.0 };
        (looks < most).then_some(self.pause)
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
        let doubt = Doubt::new(Duration::from_millis(1));
        doubt.note(Duration::from_millis(999));
        assert_eq!((doubt.pause(0).is_some(), doubt.pause(1)), (true, None));
        doubt.note(SLOW);
        assert_eq!((doubt.pause(9).is_some(), doubt.pause(10)), (true, None));
    }
}
