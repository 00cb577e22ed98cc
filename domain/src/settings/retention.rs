//! Auth Server › Tokens › History.

use serde::{Deserialize, Serialize};

use crate::lifetime::{DAY, Lifetime, YEAR, constant};

/// How long something is kept after it is over: 1 day to 10 years. At least a day, because access tokens that were issued with a refresh
/// token are valid for as long after its end.
pub type KeptFor = Lifetime<DAY, { 10 * YEAR }>;

/// How long a workspace keeps what has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Events of refreshes, and of access tokens that clients got for themselves.
    pub refreshes_kept_for: KeptFor,
    /// Decisions, refusals and revocations.
    pub decisions_kept_for: KeptFor,
    /// Refresh tokens after their absolute end, when none of the family can be used by the clock alone.
    pub ended_tokens_kept_for: KeptFor,
}

impl Default for Retention {
    fn default() -> Self {
        Self { refreshes_kept_for: constant(30 * DAY), decisions_kept_for: constant(180 * DAY), ended_tokens_kept_for: constant(30 * DAY) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_were_saved_before_there_was_a_retention_read_with_its_defaults() {
        let Retention { refreshes_kept_for, decisions_kept_for, ended_tokens_kept_for } = serde_json::from_str("{}").unwrap();
        assert_eq!([refreshes_kept_for, decisions_kept_for, ended_tokens_kept_for].map(KeptFor::words), ["30 days", "180 days", "30 days"]);
    }
}
