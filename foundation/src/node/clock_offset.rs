//! The difference between the clock of this process and the database's. Nodes order what happens by their own clocks: with clocks that
//! differ by more than a retry window, a lost answer that is asked for again at another node looks like a stolen token.

use std::time::Duration;

use domain::clock::{Clock, Timestamp};
use store::{Error, Store};

/// From this many milliseconds on, the log warns.
const WARN_MILLIS: i64 = 1_000;

/// How far the database's clock is ahead of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset {
    /// In milliseconds; negative if it is behind.
    pub millis: i64,
    /// How far off the measurement can be: half the time that it took.
    pub uncertainty: i64,
}

impl ClockOffset {
    /// Asks the database for its time; none for SQLite.
    pub async fn measure(store: &Store, clock: &dyn Clock) -> Result<Option<Self>, Error> {
        let before = clock.now();
        let there = store.database_time().await?;
        Ok(there.map(|there| Self::between(before, there, clock.now())))
    }

    /// The offset of a time that was read between two times of ours.
    fn between(before: Timestamp, there: Timestamp, after: Timestamp) -> Self {
        let uncertainty = (after.as_millis() - before.as_millis()).max(0) / 2;
        Self { millis: there.as_millis() - before.as_millis() - uncertainty, uncertainty }
    }

    /// By how much the clocks differ at least.
    pub fn at_least(self) -> i64 {
        (self.millis.abs() - self.uncertainty).max(0)
    }

    /// Returns whether the clocks differ by more than this.
    pub fn exceeds(self, bound: Duration) -> bool {
        u128::try_from(self.at_least()).unwrap_or_default() > bound.as_millis()
    }

    /// Returns whether the log warns of it.
    pub fn is_noticeable(self) -> bool {
        self.at_least() >= WARN_MILLIS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(before: i64, there: i64, after: i64) -> ClockOffset {
        ClockOffset::between(Timestamp::from_millis(before), Timestamp::from_millis(there), Timestamp::from_millis(after))
    }

    #[test]
    fn a_slow_answer_is_no_difference_between_clocks() {
        assert_eq!(offset(10_000, 10_001, 10_002), ClockOffset { millis: 0, uncertainty: 1 });
        for there in [10_000, 13_000] {
            assert!(!offset(10_000, there, 13_000).is_noticeable(), "the answer took three seconds");
        }
        assert_eq!(offset(10_000, 50_000, 10_010).at_least(), 39_990);
        assert_eq!(offset(50_000, 10_000, 50_010).at_least(), 40_000);
        assert!(offset(10_000, 11_010, 10_010).is_noticeable());
        let exceeding = [999, 1_000].map(|millis| offset(10_000, 11_000, 10_000).exceeds(Duration::from_millis(millis)));
        assert_eq!(exceeding, [true, false]);
    }
}
