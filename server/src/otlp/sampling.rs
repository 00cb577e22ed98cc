//! Which requests are traced.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use engine::random::{self, Random};

use super::caller::Caller;

/// How many requests a second are traced at most because their caller is traced. A proxy may hand on what a stranger wrote, so a stranger
/// must not be able to have more traced than this.
const FOR_CALLERS: u64 = 100;

/// Decides which requests are traced.
pub(crate) struct Sampling {
    /// A random number below this is a request that is traced.
    below: u64,
    random: Arc<dyn Random>,
    for_callers: Budget,
}

impl Sampling {
    /// Takes this share of the requests, from 0 to 1.
    pub(super) fn new(ratio: f64, random: Arc<dyn Random>) -> Self {
        Self { below: threshold(ratio), random, for_callers: Budget::new() }
    }

    /// Returns whether a request is traced.
    pub(crate) fn takes(&self, caller: &Caller) -> bool {
        match caller {
            Caller::Trusted(context) if context.is_sampled() => self.for_callers.take(Instant::now()) || self.takes_by_chance(),
            // Half of a trace is of no use to a caller who did not want it.
            Caller::Trusted(_) => false,
            Caller::Stranger(_) | Caller::Untraced => self.takes_by_chance(),
        }
    }

    fn takes_by_chance(&self) -> bool {
        u64::from_le_bytes(random::bytes(&*self.random)) <= self.below
    }
}

/// The number that a random one must not exceed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the ratio is from 0 to 1, and exact enough"
)]
fn threshold(ratio: f64) -> u64 {
    (ratio * u64::MAX as f64) as u64
}

/// A number for each second.
struct Budget {
    began: Instant,
    /// The second, and how many were taken in it: in one number, so that one operation changes both.
    taken: AtomicU64,
}

impl Budget {
    fn new() -> Self {
        Self { began: Instant::now(), taken: AtomicU64::new(0) }
    }

    fn take(&self, now: Instant) -> bool {
        let second = now.saturating_duration_since(self.began).as_secs();
        let next = |taken: u64| {
            let (of, count) = (taken >> 16, taken & 0xFFFF);
            let count = if of == second { count } else { 0 };
            (count < FOR_CALLERS).then_some((second << 16) | (count + 1))
        };
        self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use engine::random::SeededRandom;
    use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

    use super::*;

    fn sampling(ratio: f64) -> Sampling {
        Sampling::new(ratio, Arc::new(SeededRandom::new(7)))
    }

    fn context(flags: TraceFlags) -> SpanContext {
        SpanContext::new(TraceId::from_bytes([1; 16]), SpanId::from_bytes([2; 8]), flags, true, TraceState::NONE)
    }

    #[test]
    fn of_all_requests_about_the_share_that_was_asked_for_is_traced() {
        let taken = |ratio: f64| {
            let sampling = sampling(ratio);
            (0..10_000).filter(|_| sampling.takes(&Caller::Untraced)).count()
        };
        assert_eq!((taken(0.0), taken(1.0)), (0, 10_000));
        assert!((400..600).contains(&taken(0.05)), "{}", taken(0.05));
    }

    #[test]
    fn a_stranger_who_says_that_a_request_is_traced_changes_nothing() {
        let sampling = sampling(0.0);
        assert!((0..1000).all(|_| !sampling.takes(&Caller::Stranger(context(TraceFlags::SAMPLED)))));
    }

    #[test]
    fn a_trusted_caller_s_decision_counts_up_to_a_number_each_second() {
        let sampling = sampling(0.0);
        let sampled = Caller::Trusted(context(TraceFlags::SAMPLED));
        let taken = (0..1000).filter(|_| sampling.takes(&sampled)).count();
        assert!((100..=200).contains(&taken), "{taken} in a second, or in two");
        assert!(!self::sampling(1.0).takes(&Caller::Trusted(context(TraceFlags::NOT_SAMPLED))));

        let budget = Budget::new();
        let within = |now| (0..1000).filter(|_| budget.take(now)).count();
        assert_eq!(within(budget.began), 100);
        assert_eq!(within(budget.began + Duration::from_millis(999)), 0);
        assert_eq!(within(budget.began + Duration::from_secs(1)), 100);
    }
}
