//! What is known of one browser, in memory.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use domain::clock::Timestamp;
use openidconnect::CsrfToken;

use crate::{exchange::Log, outcome::Outcome, provider::Pending};

/// One browser.
#[derive(Default)]
pub(crate) struct Session {
    pub(crate) pending: Option<Pending>,
    pub(crate) signed_in: Option<SignedIn>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) log: Log,
}

/// Someone who has signed in, and the tokens that came of it.
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

/// Every refresh token that this session ever got, the oldest first.
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

/// What is known of a token beyond its lifetime.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    #[default]
    Good,
    /// A replay was refused: the server may have ended the whole family.
    Doubtful,
    /// The server no longer takes it.
    Refused(Timestamp),
    /// It was revoked from here.
    Revoked(Timestamp),
}

impl Generations {
    /// So many are remembered; a session that refreshes for days must not grow for days.
    pub(crate) const CAPACITY: usize = 100;

    /// Takes the refresh token of a token response. `true` when it is a new one.
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

/// The sessions of all browsers, bounded: the oldest makes room for a new one.
pub(crate) struct Sessions {
    capacity: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    by_id: HashMap<String, Arc<tokio::sync::Mutex<Session>>>,
    oldest_first: VecDeque<String>,
}

impl Sessions {
    pub(crate) fn bounded(capacity: usize) -> Self {
        Self { capacity, shelf: Mutex::default() }
    }

    /// Keeps a session under a new random name.
    pub(crate) fn open(&self, session: Arc<tokio::sync::Mutex<Session>>) -> String {
        let id = CsrfToken::new_random_len(32).into_secret();
        let mut inside = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        while inside.oldest_first.len() >= self.capacity {
            let Some(oldest) = inside.oldest_first.pop_front() else { break };
            inside.by_id.remove(&oldest);
        }
        inside.by_id.insert(id.clone(), session);
        inside.oldest_first.push_back(id.clone());
        id
    }

    pub(crate) fn find(&self, id: &str) -> Option<Arc<tokio::sync::Mutex<Session>>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner).by_id.get(id).cloned()
    }

    pub(crate) fn close(&self, id: &str) -> Option<Arc<tokio::sync::Mutex<Session>>> {
        let mut inside = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        inside.oldest_first.retain(|kept| kept != id);
        inside.by_id.remove(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(0);

    #[test]
    fn the_oldest_session_makes_room() {
        let sessions = Sessions::bounded(3);
        let ids: Vec<_> = (0..4).map(|_| sessions.open(Arc::default())).collect();
        let alive: Vec<_> = ids.iter().map(|id| sessions.find(id).is_some()).collect();
        assert_eq!(alive, [false, true, true, true]);
        assert!(sessions.close(&ids[2]).is_some());
        assert!(sessions.find(&ids[2]).is_none());
        let fifth = sessions.open(Arc::default());
        assert!(sessions.find(&ids[1]).is_some() && sessions.find(&ids[3]).is_some() && sessions.find(&fifth).is_some());
    }

    #[test]
    fn session_names_are_long_and_differ() {
        let sessions = Sessions::bounded(10);
        let (one, other) = (sessions.open(Arc::default()), sessions.open(Arc::default()));
        assert!(one.len() >= 43 && one != other);
    }

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
