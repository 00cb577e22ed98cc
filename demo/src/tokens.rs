//! The tokens of somebody who has signed in.

use domain::clock::Timestamp;
use openidconnect::{OAuth2TokenResponse as _, core::CoreTokenResponse};

/// A signed-in user and their tokens.
pub(crate) struct SignedIn {
    pub(crate) subject: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) asked_offline: bool,
    pub(crate) scope: Option<String>,
    pub(crate) id_token: String,
    pub(crate) access: AccessToken,
    pub(crate) refresh: Generations,
}

/// The access token in use.
pub(crate) struct AccessToken {
    pub(crate) value: String,
    pub(crate) received: Timestamp,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) standing: Standing,
}

/// Every refresh token that the session has received, the oldest first.
#[derive(Default)]
pub(crate) struct Generations {
    list: Vec<Generation>,
    forgotten: usize,
    pub(crate) standing: Standing,
}

/// One refresh token.
pub(crate) struct Generation {
    pub(crate) value: String,
    pub(crate) received: Timestamp,
    pub(crate) superseded: Option<Timestamp>,
}

/// The state of a token, as far as this application knows it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    #[default]
    Good,
    /// A replay was refused: the server may have ended the whole family.
    Doubtful,
    /// The server no longer accepts it.
    Refused(Timestamp),
    /// It was revoked from here.
    Revoked(Timestamp),
}

impl AccessToken {
    /// Returns the access token of a token response.
    pub(crate) fn received(tokens: &CoreTokenResponse, now: Timestamp) -> Self {
        let lifetime = tokens.expires_in().and_then(|lifetime| i64::try_from(lifetime.as_secs()).ok());
        Self {
            value: tokens.access_token().secret().clone(),
            received: now,
            expires: lifetime.map(|seconds| now.plus_seconds(seconds)),
            standing: Standing::Good,
        }
    }
}

impl Generations {
    /// The most that are kept: a session that refreshes for days must not grow for days.
    pub(crate) const CAPACITY: usize = 100;

    /// Adds the refresh token of a token response. Returns whether it is a new one.
    pub(crate) fn receive(&mut self, value: &str, now: Timestamp) -> bool {
        if self.list.iter().any(|generation| generation.value == value) {
            return false;
        }
        if let Some(previous) = self.list.last_mut() {
            previous.superseded = Some(now);
        }
        self.list.push(Generation { value: value.to_owned(), received: now, superseded: None });
        if self.list.len() > Self::CAPACITY {
            self.list.remove(0);
            self.forgotten += 1;
        }
        self.standing = Standing::Good;
        true
    }

    pub(crate) fn current(&self) -> Option<&Generation> {
        self.list.last()
    }

    /// A token by its number, as [`Self::newest_first`] counts.
    pub(crate) fn numbered(&self, number: usize) -> Option<&Generation> {
        self.list.get(number.checked_sub(self.forgotten + 1)?)
    }

    /// Every remembered token with its number, the first ever being 1.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = (usize, &Generation)> {
        self.list.iter().enumerate().map(|(index, generation)| (index + self.forgotten + 1, generation)).rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(0);

    #[test]
    fn a_new_refresh_token_supersedes_the_one_before() {
        let mut generations = Generations::default();
        assert!(generations.receive("first", NOW));
        generations.standing = Standing::Doubtful;
        assert!(generations.receive("second", NOW.plus_seconds(5)));
        assert!(!generations.receive("second", NOW.plus_seconds(9)), "a retry's answer is no new generation");
        assert!(!generations.receive("first", NOW.plus_seconds(9)), "nor is an older one");
        assert_eq!(generations.standing, Standing::Good);
        assert_eq!(generations.current().unwrap().value, "second");
        assert_eq!(generations.numbered(1).unwrap().superseded, Some(NOW.plus_seconds(5)));
        assert!(generations.numbered(0).is_none() && generations.numbered(3).is_none());
    }

    #[test]
    fn generations_keep_their_numbers_when_old_ones_are_forgotten() {
        let mut generations = Generations::default();
        for number in 1..=Generations::CAPACITY + 2 {
            generations.receive(&format!("token {number}"), NOW);
        }
        assert_eq!(generations.newest_first().count(), Generations::CAPACITY);
        assert!(generations.newest_first().all(|(number, generation)| generation.value == format!("token {number}")));
        assert!(generations.numbered(2).is_none());
        assert_eq!(generations.numbered(3).unwrap().value, "token 3");
    }
}
