//! How clients take that they are told of sign-outs.

use crate::{
    clock::Timestamp,
    logout,
    wire::{sent::Sent, types::told},
};

told! {
    /// How a client takes that it is told of sign-outs (`backchannel_logout_uri`).
    pub struct ClientLogoutDelivery {
        /// How many ends of sessions it is still to be told, counted up to 10,000; 10,001 where there are more.
        pub waiting: u64,
        /// How often in a row it did not take one.
        pub failures: i64,
        /// Since when.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failing_since: Option<Sent<Timestamp>>,
        /// When it is told next at the earliest, where something waits.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub due_at: Option<Sent<Timestamp>>,
        /// When it last took one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub delivered_at: Option<Sent<Timestamp>>,
        /// The last attempt, whatever came of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub last_attempt: Option<ClientLogoutAttempt>,
        /// The latest attempts, this one among them, the last first; at most ten.
        pub recent_attempts: Vec<ClientRecentLogout>,
    }

    /// One of the latest attempts to tell a client of a sign-out, in short.
    pub struct ClientRecentLogout {
        /// When.
        pub at: Sent<Timestamp>,
        /// Which attempt it was to tell of that session, from 1.
        pub number: i64,
        /// Whether the client has taken it.
        pub delivered: bool,
        /// The status that it was answered with.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub http_status: Option<i64>,
        /// Why it counts as a failure.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failure: Option<String>,
    }

    /// An attempt to tell a client of a sign-out.
    pub struct ClientLogoutAttempt {
        /// When.
        pub at: Sent<Timestamp>,
        /// Whether the client has taken it.
        pub delivered: bool,
        /// The status that it was answered with.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub http_status: Option<i64>,
        /// Why it counts as a failure.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failure: Option<String>,
        /// The beginning of the body of the answer.
        pub answer: String,
    }
}

impl From<Option<&logout::LogoutDelivery>> for ClientLogoutDelivery {
    fn from(delivery: Option<&logout::LogoutDelivery>) -> Self {
        let Some(logout::LogoutDelivery { waiting, progress, last, delivered_at, recent }) = delivery else {
            return Self {
                waiting: 0,
                failures: 0,
                failing_since: None,
                due_at: None,
                delivered_at: None,
                last_attempt: None,
                recent_attempts: Vec::new(),
            };
        };
        Self {
            waiting: *waiting,
            failures: progress.failures,
            failing_since: progress.failing_since.as_ref().map(Sent::of),
            due_at: (*waiting > 0).then(|| Sent::of(&progress.due_at)),
            delivered_at: delivered_at.as_ref().map(Sent::of),
            last_attempt: last.as_ref().map(ClientLogoutAttempt::from),
            recent_attempts: recent.iter().map(ClientRecentLogout::from).collect(),
        }
    }
}

impl From<&logout::RecentLogout> for ClientRecentLogout {
    fn from(attempt: &logout::RecentLogout) -> Self {
        Self {
            at: Sent::of(&attempt.at),
            number: attempt.number,
            delivered: attempt.failure.is_none(),
            http_status: attempt.status.map(i64::from),
            failure: attempt.failure.clone(),
        }
    }
}

impl From<&logout::LogoutAttempt> for ClientLogoutAttempt {
    fn from(attempt: &logout::LogoutAttempt) -> Self {
        Self {
            at: Sent::of(&attempt.at),
            delivered: attempt.failure.is_none(),
            http_status: attempt.status.map(i64::from),
            failure: attempt.failure.clone(),
            answer: attempt.answer.clone(),
        }
    }
}
