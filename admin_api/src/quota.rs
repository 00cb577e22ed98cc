//! How many requests each API token may send (draft-ietf-httpapi-ratelimit-headers-10).
//!
//! A token has a bucket of requests, which fills up again at an even rate (the generic cell rate algorithm, ITU-T I.371 §A). Each node counts for
//! itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use domain::clock::Timestamp;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The window that the quota is told for.
const WINDOW_SECONDS: i64 = 60;
/// From how many buckets on full ones are forgotten.
const MANY: usize = 1_000;

/// The buckets of all tokens.
#[derive(Debug)]
pub(super) struct Quotas {
    /// How many requests a token may send in a window.
    quota: u32,
    /// When each bucket is full again.
    full_at: Mutex<HashMap<String, i64>>,
}

/// How a token stands after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    quota: u32,
    /// How many requests it may send at once.
    remaining: u32,
    /// In how many seconds it may send all of them again.
    reset: u64,
    /// After how many seconds it may send the next one; none if this one was taken.
    pub(super) wait: Option<u64>,
}

impl Quotas {
    pub(super) fn new(quota: u32) -> Self {
        Self { quota: quota.max(1), full_at: Mutex::default() }
    }

    /// Takes a request of a token, if it may send one.
    pub(super) fn take(&self, token: &str, now: Timestamp) -> Standing {
        let (now, quota) = (now.as_millis(), i64::from(self.quota));
        let window = WINDOW_SECONDS * 1000;
        // In parts of a millisecond so small that each request takes a whole number of them.
        let (now, window, each) = (now.saturating_mul(quota), window * quota, window);
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            buckets.retain(|_, full_at| *full_at > now);
        }
        let full_at = buckets.get(token).copied().unwrap_or(now).max(now);
        // Further away than a window it can only be if the clock was set back.
        let full_at = if full_at > now + window { now } else { full_at };
        let next = full_at + each;
        let fits = next <= now + window;
        let full_at = if fits { next } else { full_at };
        buckets.insert(token.to_owned(), full_at);
        drop(buckets);
        let seconds = |parts: i64| u64::try_from((parts.max(0) + 1000 * quota - 1) / (1000 * quota)).unwrap_or_default();
        Standing {
            quota: self.quota,
            remaining: u32::try_from((now + window - full_at) / each).unwrap_or_default(),
            reset: seconds(full_at - now),
            wait: (!fits).then(|| seconds(next - now - window).max(1)),
        }
    }
}

impl Standing {
    /// Tells it in an answer.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        let policy = format!("\"token\";q={};w={WINDOW_SECONDS}", self.quota);
        let limit = format!("\"token\";r={};t={}", self.remaining, self.reset);
        for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, limit)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + millis)
    }

    #[test]
    fn a_bucket_is_used_up_and_fills_up_again() {
        let quotas = Quotas::new(60);
        for left in (0..60).rev() {
            let standing = quotas.take("a", at(0));
            assert_eq!((standing.remaining, standing.wait), (left, None));
        }
        let standing = quotas.take("a", at(0));
        assert_eq!((standing.remaining, standing.reset, standing.wait), (0, 60, Some(1)));
        assert_eq!(quotas.take("b", at(0)).remaining, 59, "a token has a bucket of its own");
        assert_eq!(quotas.take("a", at(999)).wait, Some(1));
        assert_eq!(quotas.take("a", at(1000)).wait, None);
        assert_eq!(quotas.take("a", at(1001)).wait, Some(1));
        assert_eq!(quotas.take("a", at(61_000)).remaining, 59);
    }

    #[test]
    fn a_clock_that_is_set_back_shuts_nobody_out() {
        let quotas = Quotas::new(2);
        quotas.take("a", at(0));
        assert_eq!(quotas.take("a", at(-24 * 3600 * 1000)).wait, None);
    }

    #[test]
    fn what_is_full_is_forgotten() {
        let quotas = Quotas::new(1);
        for token in 0..MANY {
            quotas.take(&token.to_string(), at(0));
        }
        quotas.take("late", at(60_001));
        assert_eq!(quotas.full_at.lock().unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn in_no_window_more_is_taken_than_twice_the_quota(quota in 1_u32..50, steps in prop::collection::vec(0_i64..3_000, 1..300)) {
            let quotas = Quotas::new(quota);
            let (mut now, mut taken) = (0, Vec::new());
            for step in steps {
                now += step;
                if quotas.take("a", at(now)).wait.is_none() {
                    taken.push(now);
                }
            }
            for begin in &taken {
                let within = taken.iter().filter(|at| (*begin..begin + WINDOW_SECONDS * 1000).contains(*at)).count();
                prop_assert!(within <= 2 * quota as usize, "{within}");
            }
        }
    }
}
