//! The secrets of a client: the current one, and for a while the one before it.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    lifetime::{DAY, Lifetime, constant},
};

/// For how long the previous secret goes on working: up to 30 days; 0 for not at all.
pub type KeepPrevious = Lifetime<0, { 30 * DAY }>;

/// For how long it does if nobody says it: a day.
pub const KEEP_PREVIOUS: KeepPrevious = constant(DAY);

/// The secrets of a client that authenticates, as far as they can be shown: what is stored of them proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSecrets {
    /// The current one.
    pub current: ClientSecret,
    /// The one before, while it works.
    pub previous: Option<PreviousClientSecret>,
}

/// What is known of a client's secret. What earlier versions of Regrant did not record is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSecret {
    /// Its number among the client's secrets, from 1.
    pub version: i64,
    /// Tells it from others: 8 hexadecimal digits.
    pub fingerprint: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When the client last authenticated by it, to about an hour, and to about a minute after it was replaced.
    pub used_at: Option<Timestamp>,
}

/// A secret that was replaced and works for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousClientSecret {
    /// The secret.
    pub secret: ClientSecret,
    /// Until when it works.
    pub until: Timestamp,
}

impl ClientSecrets {
    /// Returns the same without a previous secret that has ended.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        Self { previous: self.previous.filter(|previous| now < previous.until), ..self }
    }
}
