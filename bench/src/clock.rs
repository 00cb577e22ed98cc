//! The time of the machine, for identifiers, lifetimes and proofs. Durations are measured by the monotonic clock.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::clock::Timestamp;

/// Returns the time of the machine.
#[expect(clippy::disallowed_methods, reason = "this is where time comes in")]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
