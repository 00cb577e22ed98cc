//! The system's clock. Below the server nothing reads the time; it is passed in.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::clock::{Clock, Timestamp};

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door that time comes in by")]
    fn now(&self) -> Timestamp {
        // A clock before 1970 is a clock that was never set: everything is then as old as the epoch, and nothing panics.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
