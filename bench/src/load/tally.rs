//! What a run saw.

use std::time::Duration;

use hdrhistogram::Histogram;

use super::work::Verdict;
use crate::error::Error;

/// The longest latency that is told from longer ones, in microseconds: a minute.
const LONGEST: u64 = 60_000_000;
/// Latencies are kept with this many decimal digits.
const DIGITS: u8 = 3;

/// What a run saw.
#[derive(Debug)]
pub struct Tally {
    /// How long it took.
    pub elapsed: Duration,
    /// Refreshes that brought a new refresh token.
    pub rotated: u64,
    /// Refreshes that brought the same one again.
    pub repeated: u64,
    /// Other answers that were expected.
    pub expected: u64,
    /// Answers that were not expected.
    pub unexpected: u64,
    /// The first of them.
    pub first_unexpected: Option<String>,
    /// Whether there was nothing left to ask before the time was over.
    pub exhausted: bool,
    latencies: Histogram<u64>,
}

impl Tally {
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self {
            elapsed: Duration::ZERO,
            rotated: 0,
            repeated: 0,
            expected: 0,
            unexpected: 0,
            first_unexpected: None,
            exhausted: false,
            latencies: Histogram::new_with_bounds(1, LONGEST, DIGITS).map_err(Error::other)?,
        })
    }

    pub(super) fn record(&mut self, latency: Duration, verdict: Verdict) {
        self.latencies.saturating_record(u64::try_from(latency.as_micros()).unwrap_or(LONGEST));
        match verdict {
            Verdict::Rotated => self.rotated += 1,
            Verdict::Repeated => self.repeated += 1,
            Verdict::Expected => self.expected += 1,
            Verdict::Unexpected(what) => self.failed(what),
        }
    }

    /// Records a request that got no answer.
    pub(super) fn failed(&mut self, what: String) {
        self.unexpected += 1;
        self.first_unexpected.get_or_insert(what);
    }

    /// Returns the number of answers.
    pub const fn answers(&self) -> u64 {
        self.rotated + self.repeated + self.expected + self.unexpected
    }

    /// Returns the answers per second.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer answers than an f64 counts exactly")]
    pub fn rate(&self) -> f64 {
        self.answers() as f64 / self.elapsed.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// Returns the latency that this part of the answers did not exceed, in milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "a latency has far fewer microseconds than an f64 counts exactly")]
    pub fn percentile(&self, percent: f64) -> f64 {
        self.latencies.value_at_percentile(percent) as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_and_verdicts_are_counted() {
        let mut tally = Tally::new().unwrap();
        for millis in 1..=100 {
            tally.record(Duration::from_millis(millis), Verdict::Rotated);
        }
        tally.record(Duration::from_millis(1), Verdict::Unexpected("status 500".to_owned()));
        tally.record(Duration::from_millis(1), Verdict::Unexpected("status 400".to_owned()));
        tally.elapsed = Duration::from_secs(2);
        assert_eq!((tally.answers(), tally.rotated, tally.unexpected), (102, 100, 2));
        assert_eq!(tally.first_unexpected.as_deref(), Some("status 500"));
        assert!((tally.rate() - 51.0).abs() < 1e-9);
        assert!((tally.percentile(99.0) - 99.0).abs() < 0.2, "{}", tally.percentile(99.0));
    }
}
