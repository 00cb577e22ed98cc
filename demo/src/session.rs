//! Sessions of browsers, in memory.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use openidconnect::CsrfToken;

use crate::{exchange::Log, outcome::Outcome, provider::Pending, tokens::SignedIn};

/// One browser's session.
#[derive(Default)]
pub(crate) struct Session {
    pub(crate) pending: Option<Pending>,
    pub(crate) signed_in: Option<SignedIn>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) log: Log,
}

/// A session that requests share.
pub(crate) type SharedSession = Arc<tokio::sync::Mutex<Session>>;

/// The sessions of all browsers, bounded: the oldest makes room for a new one.
pub(crate) struct Sessions {
    capacity: usize,
    index: Mutex<Index>,
}

#[derive(Default)]
struct Index {
    by_id: HashMap<String, SharedSession>,
    oldest_first: VecDeque<String>,
}

impl Sessions {
    pub(crate) fn bounded(capacity: usize) -> Self {
        Self { capacity, index: Mutex::default() }
    }

    /// Keeps a session under a new random identifier, and returns that.
    pub(crate) fn open(&self, session: SharedSession) -> String {
        let id = CsrfToken::new_random_len(32).into_secret();
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        while index.oldest_first.len() >= self.capacity {
            let Some(oldest) = index.oldest_first.pop_front() else { break };
            index.by_id.remove(&oldest);
        }
        index.by_id.insert(id.clone(), session);
        index.oldest_first.push_back(id.clone());
        id
    }

    pub(crate) fn find(&self, id: &str) -> Option<SharedSession> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner).by_id.get(id).cloned()
    }

    pub(crate) fn close(&self, id: &str) -> Option<SharedSession> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.oldest_first.retain(|kept| kept != id);
        index.by_id.remove(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn session_identifiers_are_long_and_differ() {
        let sessions = Sessions::bounded(10);
        let (one, other) = (sessions.open(Arc::default()), sessions.open(Arc::default()));
        assert!(one.len() >= 43 && one != other);
    }
}
