//! What is learned of client secrets while they are used. It waits here to be written, so that no request waits for it.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};

use crate::storage::SecretHash;

/// The most notes of a kind that wait. What does not fit is found again at the client's next request.
const MOST: usize = 1024;

/// The keyed hash of a client secret, as it is stored, and the version of the master key that it was made under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashedSecret {
    /// The hash.
    pub hash: SecretHash,
    /// The version of the master key.
    pub version: u8,
}

/// A client secret whose stored hash was made under an earlier version of the master key, and the hash that is to replace it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutdatedSecret {
    /// The client's workspace.
    pub workspace: WorkspaceId,
    /// The hash that is stored.
    pub stored: SecretHash,
    /// The hash of the same secret under the current version.
    pub replacement: HashedSecret,
}

/// The use of a client secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretUse {
    /// The client's workspace.
    pub workspace: WorkspaceId,
    /// The client.
    pub client: ClientId,
    /// The hash of the secret that is stored.
    pub stored: SecretHash,
    /// When it was used.
    pub at: Timestamp,
}

/// Notes of a kind, by the hash that is stored of their secret; the last one of each.
pub(crate) struct Notes<T>(Mutex<HashMap<SecretHash, T>>);

impl<T> Default for Notes<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Notes<T> {
    /// Adds a note, unless too many wait.
    pub(crate) fn note(&self, stored: SecretHash, note: T) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() < MOST || notes.contains_key(&stored) {
            notes.insert(stored, note);
        }
    }

    /// Takes those that wait.
    pub(crate) fn take(&self) -> Vec<T> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_notes_wait_and_the_last_of_each_secret() {
        let notes = Notes::default();
        let hash = |of: usize| {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&of.to_le_bytes());
            hash
        };
        for of in 0..=MOST {
            notes.note(hash(of), (of, 1));
        }
        notes.note(hash(0), (0, 2));
        let mut taken = notes.take();
        taken.sort_unstable();
        assert_eq!((taken.len(), taken[0], taken[MOST - 1]), (MOST, (0, 2), (MOST - 1, 1)));
        assert_eq!(notes.take(), []);
    }
}
