//! The proofs of possession that the API was shown, for as long as each would be good.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::clock::Timestamp;

/// For how many seconds one is remembered: from the earliest to the latest moment at which it is taken.
const REMEMBERED: i64 = 120;
/// The most that are remembered.
const MOST: usize = 10_000;

/// Those that were used.
#[derive(Default)]
pub(crate) struct Proofs(Mutex<HashMap<String, Timestamp>>);

impl Proofs {
    /// Uses a proof up. Returns whether it was not used before; where too many are remembered, none is taken.
    pub(crate) fn use_once(&self, id: &str, now: Timestamp) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, at| now.seconds_since(*at) <= REMEMBERED);
        used.len() < MOST && used.insert(id.to_owned(), now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_good_once() {
        let (proofs, now) = (Proofs::default(), Timestamp::from_millis(0));
        assert!(proofs.use_once("a", now) && !proofs.use_once("a", now.plus_seconds(REMEMBERED)));
        assert!(proofs.use_once("b", now));
    }
}
