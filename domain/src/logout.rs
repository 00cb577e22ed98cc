//! Back-channel logout (OpenID Connect Back-Channel Logout 1.0): clients are told of login sessions that were ended.

use serde::{Deserialize, Serialize};

use crate::{backoff, clock::Timestamp};

/// The lifetime of a logout token in seconds. Each attempt has one of its own, so it need not live longer than an attempt (§2.4: short, preferably
/// two minutes at most).
pub const LOGOUT_TOKEN_TTL: i64 = 120;
/// For how many seconds after the end of a session its clients are told: a day.
pub const TOLD_FOR: i64 = 24 * 3600;
/// How many attempts are kept of a client.
pub const RECENT_LOGOUTS: usize = 10;
/// Why a client is not told where a token cannot be made.
pub const NO_TOKEN: &str = "no logout token could be signed; the log of the server says why";

/// How a client takes what it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoutProgress {
    /// How often in a row it did not answer, or not as it should.
    pub failures: i64,
    /// Since when it has not.
    pub failing_since: Option<Timestamp>,
    /// When it is asked next at the earliest.
    pub due_at: Timestamp,
}

impl LogoutProgress {
    /// The progress of a client that has answered.
    pub const fn answered(now: Timestamp) -> Self {
        Self { failures: 0, failing_since: None, due_at: now }
    }

    /// Returns the progress after a failure. `spread` is a random number below 1,000; a client may ask for a longer pause.
    #[must_use]
    pub fn failed(self, now: Timestamp, asked_seconds: Option<i64>, spread: i64) -> Self {
        Self {
            failures: self.failures + 1,
            failing_since: Some(self.failing_since.unwrap_or(now)),
            due_at: backoff::next_attempt(now, self.failures, asked_seconds, spread),
        }
    }

    /// Returns whether it has answered nothing since before this time.
    pub fn fails_since_before(self, time: Timestamp) -> bool {
        self.failing_since.is_some_and(|since| since <= time)
    }
}

/// An attempt to tell a client of the end of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoutAttempt {
    /// When.
    pub at: Timestamp,
    /// The status of the answer; none where there was none.
    pub status: Option<u16>,
    /// Why it counts as a failure; none where the client has taken it.
    pub failure: Option<String>,
    /// The beginning of the answer's body.
    pub answer: String,
}

/// One of the latest attempts to tell a client, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentLogout {
    /// When.
    pub at: Timestamp,
    /// Which attempt it was to tell of that session, from 1.
    pub number: i64,
    /// The status of the answer; none where there was none.
    pub status: Option<u16>,
    /// Why it counts as a failure; none where the client has taken it.
    pub failure: Option<String>,
}

/// How a client that is told of sign-outs takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoutDelivery {
    /// How many ends of sessions it is still to be told, up to [`COUNTED_UP_TO`](crate::page::COUNTED_UP_TO).
    pub waiting: u64,
    /// How it takes them.
    pub progress: LogoutProgress,
    /// The last attempt; none before the first.
    pub last: Option<LogoutAttempt>,
    /// When it last took one.
    pub delivered_at: Option<Timestamp>,
    /// The latest attempts, the last first; at most [`RECENT_LOGOUTS`].
    pub recent: Vec<RecentLogout>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_fails_is_asked_less_and_less_often_until_it_answers() {
        let start = Timestamp::from_millis(1_795_000_000_000);
        let once = LogoutProgress::answered(start).failed(start, None, 500);
        let twice = once.failed(start.plus_seconds(5), None, 500);
        assert_eq!((once.failures, once.due_at), (1, start.plus_seconds(5)));
        assert_eq!((twice.failures, twice.failing_since, twice.due_at), (2, Some(start), start.plus_seconds(15)));
        assert!(twice.fails_since_before(start) && !twice.fails_since_before(start.plus_seconds(-1)));
        assert!(!LogoutProgress::answered(start).fails_since_before(start));
    }
}
