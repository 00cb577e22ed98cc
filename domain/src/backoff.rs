//! When something that failed is tried again.

use crate::clock::Timestamp;

/// The first pause after a failure, in seconds. Each further one is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: i64 = 5;
/// The longest pause between two attempts, in seconds: how long a receiver waits at most that is back.
pub const LONGEST_PAUSE: i64 = 15 * 60;
/// The longest pause that a receiver can ask for, in seconds.
pub const LONGEST_ASKED_PAUSE: i64 = 3600;

/// Returns when the next attempt is due after one that failed at this time, and after so many failures before it. The pause is doubled each time, and
/// spread: `spread` is a random number below 1,000. A receiver may ask for a longer one.
pub fn next_attempt(now: Timestamp, failures_before: i64, asked_seconds: Option<i64>, spread: i64) -> Timestamp {
    let doubled = FIRST_PAUSE.saturating_mul(1 << failures_before.clamp(0, 20)).min(LONGEST_PAUSE);
    // From four fifths to six fifths of it, and never more than the longest.
    let millis = (doubled * (800 + spread.rem_euclid(1_000) * 400 / 1_000)).min(LONGEST_PAUSE * 1_000);
    let asked = asked_seconds.unwrap_or_default().clamp(0, LONGEST_ASKED_PAUSE) * 1_000;
    Timestamp::from_millis(now.as_millis() + millis.max(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn pauses_double_to_a_bound_and_are_spread_and_a_receiver_may_ask_for_a_longer_one() {
        let pauses: Vec<_> = (0..10).map(|failures| next_attempt(START, failures, None, 500).seconds_since(START)).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        let first = |spread| next_attempt(START, 0, None, spread).as_millis() - START.as_millis();
        assert_eq!((first(0), first(999)), (4_000, 5_995));
        assert_eq!(next_attempt(START, 0, Some(60), 0).seconds_since(START), 60, "as the receiver asks");
        assert_eq!(next_attempt(START, 0, Some(i64::MAX), 0).seconds_since(START), LONGEST_ASKED_PAUSE);
        assert_eq!(next_attempt(START, i64::MAX, None, 500).seconds_since(START), LONGEST_PAUSE);
    }
}
