//! Failed sign-ins are counted, so that nobody can try passwords without end (NIST SP 800-63B §3.2.2).
//!
//! Counted per process, in memory: a node that is new forgives, which a guesser cannot make use of. Nobody is locked out for good: the
//! owner of an account that somebody else tries to guess waits half a minute at the most.

use std::{collections::HashMap, sync::Mutex};

use domain::clock::Timestamp;

/// How many attempts may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// So many at once.
    pub burst: i64,
    /// And one more after so many seconds.
    pub interval: i64,
}

/// For one name: whoever mistypes it ten times waits.
pub const PER_NAME: Limit = Limit { burst: 10, interval: 30 };
/// For one address, from which many people may come: more, but not enough to try one password on everybody.
pub const PER_ADDRESS: Limit = Limit { burst: 100, interval: 5 };

/// How many names are remembered; a guesser who tries more of them pushes out the oldest of their own.
const MOST_KEYS: usize = 100_000;

/// The failed attempts of late.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Timestamp>>);

/// Too many failed of late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts failed; try again in {seconds} seconds")]
pub struct TooManyAttempts {
    /// The next may come after so many seconds.
    pub seconds: i64,
}

impl Attempts {
    /// May somebody try?
    pub fn check(&self, limit: Limit, key: &str, now: Timestamp) -> Result<(), TooManyAttempts> {
        let paid_off = self.0.lock().ok().and_then(|attempts| attempts.get(key).copied());
        let seconds = paid_off.map_or(0, |paid_off| paid_off.seconds_since(now) - (limit.burst - 1) * limit.interval);
        if seconds > 0 { Err(TooManyAttempts { seconds }) } else { Ok(()) }
    }

    /// An attempt failed.
    pub fn failed(&self, limit: Limit, key: &str, now: Timestamp) {
        let Ok(mut attempts) = self.0.lock() else {
            return;
        };
        if attempts.len() >= MOST_KEYS {
            attempts.retain(|_, paid_off| *paid_off > now);
        }
        if attempts.len() >= MOST_KEYS
            && let Some(oldest) = attempts.iter().min_by_key(|(_, paid_off)| **paid_off).map(|(key, _)| key.clone())
        {
            attempts.remove(&oldest);
        }
        // Each failure is a debt that is paid off in the interval (the generic cell rate algorithm).
        let paid_off = attempts.get(key).copied().unwrap_or(now).max(now).plus_seconds(limit.interval);
        attempts.insert(key.to_owned(), paid_off);
    }

    /// An attempt succeeded: what failed before was the owner's own mistyping.
    pub fn succeeded(&self, key: &str) {
        if let Ok(mut attempts) = self.0.lock() {
            attempts.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_ten_failures_the_eleventh_waits_half_a_minute() {
        let attempts = Attempts::default();
        let start = Timestamp::from_millis(0);
        for _ in 0..PER_NAME.burst {
            assert_eq!(attempts.check(PER_NAME, "alice", start), Ok(()));
            attempts.failed(PER_NAME, "alice", start);
        }
        assert_eq!(attempts.check(PER_NAME, "alice", start), Err(TooManyAttempts { seconds: 30 }));
        assert_eq!(attempts.check(PER_NAME, "bob", start), Ok(()));
        let later = start.plus_seconds(30);
        assert_eq!(attempts.check(PER_NAME, "alice", later), Ok(()));
        attempts.failed(PER_NAME, "alice", later);
        assert!(attempts.check(PER_NAME, "alice", later).is_err());
    }

    #[test]
    fn success_forgives_what_failed_before() {
        let attempts = Attempts::default();
        let now = Timestamp::from_millis(0);
        for _ in 0..PER_NAME.burst {
            attempts.failed(PER_NAME, "alice", now);
        }
        attempts.succeeded("alice");
        assert_eq!(attempts.check(PER_NAME, "alice", now), Ok(()));
    }
}
