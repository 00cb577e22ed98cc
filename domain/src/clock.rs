//! Time as a value, from a [`Clock`] that is handed in.

use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicI64, Ordering},
};

use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point this many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch, the precision that is stored.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Seconds since the epoch, rounded down: `NumericDate` of RFC 7519 §2.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The point so many seconds later; the end of time where it would overflow.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Milliseconds between two points, whichever is earlier.
    pub const fn millis_apart(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }

    /// Whole seconds from `earlier` to here; negative when `earlier` is later.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(1000)
    }
}

/// RFC 3339 in UTC, to the second: `2026-11-24T03:42:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.as_seconds()) {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => f.write_str("out of range"),
        }
    }
}

/// The text is no point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a time such as `2026-11-29T15:04:05Z`, or a day such as `2026-11-29`")]
pub struct InvalidTime;

/// Reads RFC 3339; without an offset, or as a day alone, it is UTC.
impl FromStr for Timestamp {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let in_utc = [text.to_owned(), format!("{text}Z"), format!("{text}T00:00:00Z")];
        let read = in_utc.iter().find_map(|text| text.parse::<jiff::Timestamp>().ok()).ok_or(InvalidTime)?;
        Ok(Self(read.as_millisecond()))
    }
}

/// Where time comes from. The server hands in the system's clock, tests one that they turn by hand.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A clock for tests that stands still until it is advanced.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows this time.
    pub const fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.as_millis()))
    }

    /// Turns the clock; a negative number turns it back.
    pub fn advance_seconds(&self, seconds: i64) {
        self.advance_millis(seconds * 1000);
    }

    /// Turns the clock by milliseconds.
    pub fn advance_millis(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_it_is_written_and_a_day_begins_at_midnight() {
        let read = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_millis);
        assert_eq!(read("1970-01-01T00:00:01.5Z"), Ok(1_500));
        assert_eq!(read("1970-01-01T02:00:01+02:00"), Ok(1_000));
        assert_eq!(read("1970-01-02"), Ok(86_400_000));
        assert_eq!(read("1970-01-01T00:01"), Ok(60_000), "as a browser's field sends it");
        for refused in ["", "now", "1970-13-01", "1970-01-01T25:00", "Z"] {
            assert_eq!(read(refused), Err(InvalidTime), "{refused}");
        }
    }
}
