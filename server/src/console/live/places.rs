//! How many follow logs at a node.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use engine::storage::SecretHash;

/// How many streams one session has at a node. A browser opens six connections to a server that speaks HTTP/1.1, for all of its windows: the
/// others are left for pages.
const OF_A_SESSION: usize = 3;
/// How many streams a node has.
const OF_A_NODE: usize = 100;

/// The streams of a node, by the sessions that they are for. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(Arc<Mutex<HashMap<SecretHash, usize>>>);

/// The place of one stream, which is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    session: SecretHash,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// The session has as many as it may.
    OfSession,
    /// The node has.
    OfNode,
}

impl Places {
    /// Takes a place for a session.
    pub(super) fn take(&self, session: SecretHash) -> Result<Place, Full> {
        let mut taken = self.taken();
        if taken.values().sum::<usize>() >= OF_A_NODE {
            return Err(Full::OfNode);
        }
        let of_session = taken.entry(session).or_default();
        if *of_session >= OF_A_SESSION {
            return Err(Full::OfSession);
        }
        *of_session += 1;
        Ok(Place { places: self.clone(), session })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<SecretHash, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(of_session) = taken.get_mut(&self.session) {
            *of_session -= 1;
            if *of_session == 0 {
                taken.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_and_a_node_have_so_many_places_and_what_is_left_is_free_again() {
        let places = Places::default();
        let hash = |number: usize| SecretHash::from(std::array::from_fn(|_| u8::try_from(number).unwrap()));
        let mut of_one: Vec<_> = (0..OF_A_SESSION).map(|_| places.take(hash(0)).unwrap()).collect();
        assert_eq!(places.take(hash(0)).err(), Some(Full::OfSession));
        of_one.pop();
        of_one.push(places.take(hash(0)).unwrap());
        let _others: Vec<_> = (OF_A_SESSION..OF_A_NODE).map(|number| places.take(hash(number)).unwrap()).collect();
        assert_eq!(places.take(hash(200)).err(), Some(Full::OfNode));
        assert_eq!(places.take(hash(0)).err(), Some(Full::OfNode));
        drop(of_one);
        assert!(places.take(hash(200)).is_ok());
        assert_eq!(places.taken().len(), OF_A_NODE - OF_A_SESSION, "nobody who left is remembered");
    }
}
