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
    /// Counts the client's secrets.
    pub version: i64,
    /// Tells the secret from others; none of one that was made before secrets had fingerprints.
    pub fingerprint: Option<String>,
    /// The one before, while it works.
    pub previous: Option<PreviousClientSecret>,
}

/// A secret that was replaced and works for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousClientSecret {
    /// Its number among the client's secrets.
    pub version: i64,
    /// Tells it from others.
    pub fingerprint: Option<String>,
    /// Until when it works.
    pub until: Timestamp,
    /// When the client last authenticated by it since it was replaced, to about a minute; none if it did not.
    pub used_at: Option<Timestamp>,
}

impl ClientSecrets {
    /// The same without a previous secret that has ended.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        Self { previous: self.previous.filter(|previous| now < previous.until), ..self }
    }
}
