//! The time of the machine, for what clients sign. Durations are measured by the monotonic clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns the seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the runner is a client of its own, and this is where time comes in")]
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Returns the day, as `2026-11-28`.
pub(crate) fn today() -> String {
    jiff::Timestamp::from_second(now()).map(|now| now.to_string().chars().take(10).collect()).unwrap_or_default()
}
