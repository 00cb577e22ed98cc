//! Challenges: made with a page, sealed into it, and opened with the answer.

use domain::clock::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    keys::{KeyError, KeyRing},
    random::{self, Random},
};

/// For how long a challenge can be answered, in seconds: as long as people leave a page open, and not for a day.
pub const CHALLENGE_SECONDS: i64 = 1800;

/// A challenge (§13.4.3 of the standard).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    pub(super) bytes: [u8; 32],
    /// When it was made.
    pub(super) at: Timestamp,
    /// What comes back with it: the name of a passkey that is to be added.
    pub(super) note: String,
}

/// A passkey that a page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedPasskey {
    /// What the page's script asks the browser for, as JSON.
    pub options: String,
    /// The challenge on its way back: sealed, for this purpose alone.
    pub sealed: String,
}

impl Challenge {
    /// Makes a challenge.
    pub fn new(random: &dyn Random, now: Timestamp) -> Self {
        Self { bytes: random::bytes(random), at: now, note: String::new() }
    }

    /// The same, with a text that comes back with it.
    #[must_use]
    pub fn with_note(self, note: &str) -> Self {
        Self { note: note.to_owned(), ..self }
    }

    /// The text that came back with it.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// When it was made.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Seals it for a purpose, with the options that ask for the answer.
    pub fn offer(&self, keys: &KeyRing, purpose: &str, options: String, random: &dyn Random) -> Result<OfferedPasskey, KeyError> {
        Ok(OfferedPasskey { options, sealed: keys.seal_value(purpose, self, random)? })
    }

    /// Opens one that was sealed for the same purpose; none where it is too old, or from elsewhere.
    pub fn open(keys: &KeyRing, purpose: &str, sealed: &str, now: Timestamp) -> Option<Self> {
        let challenge: Self = keys.open_value(purpose, sealed).ok()?;
        (now.seconds_since(challenge.at) < CHALLENGE_SECONDS).then_some(challenge)
    }
}
