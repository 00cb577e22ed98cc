//! The life of a signing key: it is published before it signs, and stays published until the last token that it signed has expired.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::KeyId,
    lifetime::{DAY, RotationPeriod},
    signing::SigningAlgorithm,
};

/// For how many seconds a cache may keep the public keys of a workspace (`max-age`, RFC 9111 §5.2.2.1).
pub const JWKS_MAX_AGE: i64 = 60;
/// For how many seconds a key is published before it signs. Beyond `max-age` it allows for the time of the commit that publishes it (a request
/// takes at most 20 seconds by default), for what other nodes remember of the configuration (a second), and for clocks that differ
/// (5 seconds by default).
pub const PUBLICATION: i64 = JWKS_MAX_AGE + 30;
/// For how many seconds a retired key stays published after the last token that it signed has expired. A node that does not know yet of
/// the end of a key, or of a lifetime, issues tokens by what it knows: no longer than [`PUBLICATION`] allows for. The rest is for verifiers
/// that take a token for a few minutes after it has expired, because their clocks differ (RFC 7519 §4.1.4).
pub const LEEWAY: i64 = 300;
/// For how many seconds a key that is no longer published is kept: `id_token_hint` accepts an ID token that has expired (OpenID Connect
/// Core §3.1.2.1).
const KEPT: i64 = 400 * DAY;
/// How many keys of an algorithm that are no longer published are kept at most.
pub const MOST_KEPT: usize = 20;

/// A signing key without what it signs and verifies with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// The `kid`.
    pub id: KeyId,
    /// The algorithm that it signs with.
    pub algorithm: SigningAlgorithm,
    /// Where it stands in its life.
    pub life: KeyLife,
}

/// Where a key stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum KeyState {
    /// It is published, and signs nothing yet.
    Next,
    /// It signs.
    Current {
        /// Since when.
        since: Timestamp,
    },
    /// It signs no more. What it signed is accepted.
    Retired {
        /// Since when it signed.
        since: Timestamp,
        /// Until when.
        at: Timestamp,
    },
    /// Nothing that it signed is accepted.
    Revoked {
        /// Since when.
        at: Timestamp,
    },
}

impl KeyState {
    /// Returns the name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Current { .. } => "current",
            Self::Retired { .. } => "retired",
            Self::Revoked { .. } => "revoked",
        }
    }

    /// Returns its place in lists: what signs first, then what will, and what did.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Current { .. } => 0,
            Self::Next => 1,
            Self::Retired { .. } => 2,
            Self::Revoked { .. } => 3,
        }
    }

    /// Returns the name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Next => "Next",
            Self::Current { .. } => "Current",
            Self::Retired { .. } => "Retired",
            Self::Revoked { .. } => "Revoked",
        }
    }
}

/// Whether a key waits until whoever verifies tokens knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It does not sign before it was published for [`PUBLICATION`].
    Usual,
    /// It signs at once. Whoever keeps an earlier set of keys in a cache refuses its tokens until they read the set again.
    AtOnce,
}

/// Why a key cannot take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// It was published too recently to sign; the seconds until it may.
    #[error("the key was published too recently to sign")]
    TooEarly {
        /// How long to wait.
        seconds: i64,
    },
    /// It is not in a state from which the step leads.
    #[error("the key is in another state")]
    OtherState,
}

/// The life of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLife {
    /// Since when it is published.
    pub published_at: Timestamp,
    /// Until when it stays published after it was retired. Of a key that signs, the end of the tokens that it signed while their lifetimes
    /// were longer than now.
    pub published_until: Timestamp,
    /// Where it stands.
    pub state: KeyState,
}

impl KeyLife {
    /// The life of a key that is published now.
    pub const fn next(now: Timestamp) -> Self {
        Self { published_at: now, published_until: now, state: KeyState::Next }
    }

    /// The life of the first key of an algorithm: it signs at once, because there is no other.
    pub const fn first(now: Timestamp) -> Self {
        Self { state: KeyState::Current { since: now }, ..Self::next(now) }
    }

    /// Returns whether it is among the public keys of its workspace.
    pub fn is_published(self, now: Timestamp) -> bool {
        match self.state {
            KeyState::Next | KeyState::Current { .. } => true,
            KeyState::Retired { .. } => now < self.published_until,
            KeyState::Revoked { .. } => false,
        }
    }

    /// Returns whether what it signed is accepted. A token has its own end; a hint may be older than that.
    pub const fn is_accepted(self) -> bool {
        !matches!(self.state, KeyState::Revoked { .. })
    }

    /// Returns whether it signs.
    pub const fn is_current(self) -> bool {
        matches!(self.state, KeyState::Current { .. })
    }

    /// Returns whether it is to sign next.
    pub const fn is_next(self) -> bool {
        matches!(self.state, KeyState::Next)
    }

    /// Returns whether it is to sign, or signs, from a time on that is yet to come: the clock was ahead when it was published or took over.
    /// Until then it is not rotated by itself.
    pub fn is_ahead(self, now: Timestamp) -> bool {
        let since = match self.state {
            KeyState::Next => self.published_at,
            KeyState::Current { since } => since,
            KeyState::Retired { .. } | KeyState::Revoked { .. } => return false,
        };
        since > now.plus_seconds(LEEWAY)
    }

    /// Returns for how many seconds it cannot sign yet; 0 if it can.
    pub fn waits(self, now: Timestamp) -> i64 {
        let millis = self.published_at.plus_seconds(PUBLICATION).as_millis().saturating_sub(now.as_millis());
        // Rounded up, so that it can sign when the seconds have passed.
        millis.max(0).saturating_add(999) / 1000
    }

    /// Makes the next key the one that signs.
    ///
    /// # Errors
    /// It is not the next key, or it has to wait.
    pub fn activate(self, now: Timestamp, urgency: Urgency) -> Result<Self, KeyRefusal> {
        if !self.is_next() {
            return Err(KeyRefusal::OtherState);
        }
        match (urgency, self.waits(now)) {
            (Urgency::Usual, seconds @ 1..) => Err(KeyRefusal::TooEarly { seconds }),
            _ => Ok(Self { state: KeyState::Current { since: now }, ..self }),
        }
    }

    /// Retires the key that signs. `longest` is the longest lifetime, in seconds, of the tokens that it signs now.
    ///
    /// # Errors
    /// It does not sign.
    pub fn retire(self, now: Timestamp, longest: i64) -> Result<Self, KeyRefusal> {
        match self.state {
            KeyState::Current { since } => Ok(Self { state: KeyState::Retired { since, at: now }, ..self }.outlive(now, longest)),
            _ => Err(KeyRefusal::OtherState),
        }
    }

    /// Revokes the key.
    ///
    /// # Errors
    /// It was revoked before.
    pub const fn revoke(self, now: Timestamp) -> Result<Self, KeyRefusal> {
        match self.state {
            KeyState::Revoked { .. } => Err(KeyRefusal::OtherState),
            _ => Ok(Self { state: KeyState::Revoked { at: now }, ..self }),
        }
    }

    /// Notes that it may have signed tokens of this lifetime, in seconds, until now.
    #[must_use]
    pub fn outlive(self, now: Timestamp, lifetime: i64) -> Self {
        Self { published_until: self.published_until.max(end_of_tokens(now, lifetime)), ..self }
    }

    /// Returns whether some node may still sign with it: also for a moment after it was retired.
    pub fn may_sign(self, now: Timestamp) -> bool {
        match self.state {
            KeyState::Next | KeyState::Revoked { .. } => false,
            KeyState::Current { .. } => true,
            KeyState::Retired { at, .. } => now < at.plus_seconds(LEEWAY),
        }
    }

    /// Returns when it is to be replaced by the next key; none if that is done by hand, or it does not sign.
    pub const fn due_at(self, period: Option<RotationPeriod>) -> Option<Timestamp> {
        match (self.state, period) {
            (KeyState::Current { since }, Some(period)) => Some(since.plus_seconds(period.as_seconds())),
            _ => None,
        }
    }

    /// Returns whether nothing needs it any more, if `newer` keys of its algorithm that are no longer published are kept.
    pub fn is_over(self, now: Timestamp, newer: usize) -> bool {
        let ended = match self.state {
            KeyState::Next | KeyState::Current { .. } => return false,
            KeyState::Retired { .. } => self.published_until,
            KeyState::Revoked { at } => at,
        };
        ended <= now && (newer >= MOST_KEPT || ended.plus_seconds(KEPT) <= now)
    }
}

/// The end of tokens of a lifetime, in seconds, that are issued until now, as far as a key must stay published for them.
pub const fn end_of_tokens(now: Timestamp, lifetime: i64) -> Timestamp {
    now.plus_seconds(lifetime.saturating_add(LEEWAY))
}

/// What the keys of a workspace need without anybody asking for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// The algorithm has a key that signs, and none that could take over.
    Publish(SigningAlgorithm),
    /// The period of the key that signs by the algorithm is over, and the next one can take over.
    Rotate(SigningAlgorithm),
    /// Nothing needs the key any more.
    Forget(KeyId),
}

/// Returns what the keys of a workspace need, newest first, where they are replaced after this period.
pub fn duties(keys: &[KeyRecord], period: Option<RotationPeriod>, now: Timestamp) -> Vec<Duty> {
    let mut duties = Vec::new();
    for current in keys.iter().filter(|key| key.life.is_current()) {
        let next = keys.iter().find(|key| key.algorithm == current.algorithm && key.life.is_next());
        let is_due = current.life.due_at(period).is_some_and(|due| due <= now);
        match next {
            None => duties.push(Duty::Publish(current.algorithm)),
            Some(next) if is_due && next.life.waits(now) == 0 => duties.push(Duty::Rotate(current.algorithm)),
            Some(_) => {}
        }
    }
    for algorithm in SigningAlgorithm::ALL {
        let unpublished = keys.iter().filter(|key| key.algorithm == algorithm && !key.life.is_published(now));
        let over = unpublished.enumerate().filter(|(newer, key)| key.life.is_over(now, *newer));
        duties.extend(over.map(|(_, key)| Duty::Forget(key.id)));
    }
    duties
}

#[cfg(test)]
mod tests;
