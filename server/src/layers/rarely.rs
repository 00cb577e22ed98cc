//! Warnings that strangers can cause as often as they like: the log has each once in a while, and says how often it was meant.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::clock::Timestamp;

/// For how many seconds a warning that was given is not given again.
const PAUSE_SECONDS: i64 = 600;

/// When each was given last, and how often it was not given since. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rarely(Arc<Mutex<HashMap<&'static str, (Timestamp, u64)>>>);

impl Rarely {
    /// Warns of this, or tells it at level `debug` where it was warned of lately.
    pub(crate) fn warn(&self, of: &'static str, now: Timestamp) {
        if let Some(times) = self.count(of, now) {
            tracing::warn!(times, "{of}");
        } else {
            tracing::debug!("{of}");
        }
    }

    /// Counts one more. Returns how many there were since the last warning, this one among them, if there is to be another.
    fn count(&self, of: &'static str, now: Timestamp) -> Option<u64> {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((last, silent)) = given.get_mut(of)
            && now.seconds_since(*last) < PAUSE_SECONDS
        {
            *silent = silent.saturating_add(1);
            return None;
        }
        let (_, silent) = given.insert(of, (now, 0)).unwrap_or((now, 0));
        Some(silent.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_given_once_in_a_while_and_says_how_often_it_was_meant() {
        let (rarely, start) = (Rarely::default(), Timestamp::from_millis(1_795_000_000_000));
        assert_eq!(rarely.count("one", start), Some(1));
        for second in 0..PAUSE_SECONDS {
            assert_eq!(rarely.count("one", start.plus_seconds(second)), None);
        }
        assert_eq!(rarely.count("other", start.plus_seconds(5)), Some(1), "another one has its own pause");
        assert_eq!(rarely.clone().count("one", start.plus_seconds(PAUSE_SECONDS)), Some(601));
        assert_eq!(rarely.count("one", start.plus_seconds(PAUSE_SECONDS + 1)), None);
    }
}
