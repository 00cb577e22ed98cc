//! Requests that a client's configuration made fail: a wrong secret, an address that is not registered.
//!
//! No user and no token had a part in them, and whoever knows a client ID can cause them. So they are counted, by the client, the reason and
//! the day, and not listed one by one.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    explanation::{Refused, Switch},
    id::{ClientId, WorkspaceId},
};

/// For how many days failures are kept.
pub const KEPT_DAYS: i64 = 30;

const DAY: i64 = 24 * 3600;

/// A request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailedRequest {
    /// The client's workspace.
    pub workspace_id: WorkspaceId,
    /// The client that it was made for; it exists.
    pub client_id: ClientId,
    /// The reason code of the refusal.
    pub reason: &'static str,
    /// When it came.
    pub at: Timestamp,
}

impl FailedRequest {
    /// The day on which it came, in days since 1970, in UTC.
    pub const fn day(&self) -> i64 {
        self.at.as_seconds().div_euclid(DAY)
    }
}

/// The failures of a client for one reason, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureCount {
    /// The client.
    pub client_id: ClientId,
    /// The reason code of the refusals.
    pub reason: String,
    /// How many there were.
    pub times: u64,
    /// The first of them.
    pub first_at: Timestamp,
    /// The last of them.
    pub last_at: Timestamp,
}

/// The same, with what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFailure {
    /// The client.
    pub client_id: ClientId,
    /// What it is called; none if it was deleted since.
    pub client_name: Option<String>,
    /// What was found, in a sentence for administrators.
    pub finding: String,
    /// The refusal, with what to look at.
    pub refused: Refused,
    /// Where it is set right.
    pub switch: Switch,
    /// How many there were on that day.
    pub times: u64,
    /// The first of them.
    pub first_at: Timestamp,
    /// The last of them.
    pub last_at: Timestamp,
}

impl ClientFailure {
    /// How often, in words.
    pub fn times_words(&self) -> String {
        if self.times == 1 { "once".to_owned() } else { format!("{} times", self.times) }
    }
}

/// Returns the first day that is kept, in days since 1970, in UTC.
pub const fn first_kept_day(now: Timestamp) -> i64 {
    now.as_seconds().div_euclid(DAY) - KEPT_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        let on = |seconds: i64| {
            let at = Timestamp::from_millis(seconds * 1000);
            let (workspace_id, client_id) = (WorkspaceId::new(at, [0; 10]), ClientId::new(at, [0; 10]));
            FailedRequest { workspace_id, client_id, reason: "client_secret_wrong", at }.day()
        };
        assert_eq!((on(0), on(DAY - 1), on(DAY)), (0, 0, 1));
        assert_eq!(first_kept_day(Timestamp::from_millis(40 * DAY * 1000)), 10);
    }
}
