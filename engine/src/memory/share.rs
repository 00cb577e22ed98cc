//! Which of what waits makes room.

use std::{cmp::Reverse, collections::BTreeMap};

use domain::clock::Timestamp;

use crate::{
    network::Site,
    storage::{SecretHash, makes_room},
};

/// Something that waits: where it came from, since when it waits, and its key.
pub(super) type Waiting = (Option<Site>, Timestamp, SecretHash);

/// Returns whether these are as many as there may be.
pub(super) fn are_many(waiting: &[Waiting], most: u64) -> bool {
    u64::try_from(waiting.len()).unwrap_or(u64::MAX) >= most
}

/// Returns how much the site has that has the most of what waits, and the oldest of that.
pub(super) fn oldest_of_largest(waiting: &[Waiting]) -> Option<(u64, SecretHash)> {
    let mut held: BTreeMap<Option<Site>, u64> = BTreeMap::new();
    for (site, ..) in waiting {
        *held.entry(*site).or_default() += 1;
    }
    let (largest, most_held) = held.into_iter().max_by_key(|(site, held)| (*held, Reverse(*site)))?;
    let of_it = waiting.iter().filter(|(site, ..)| *site == largest);
    of_it.min_by_key(|(_, since, key)| (*since, *key)).map(|(.., key)| (most_held, *key))
}

/// Returns what makes room for one more of a site; nothing where that has its share, or whoever has it wait is known.
pub(super) fn made_room(mut waiting: Vec<Waiting>, own: Option<Site>) -> Option<SecretHash> {
    let own = own?;
    waiting.retain(|(site, ..)| site.is_some());
    let has = waiting.iter().filter(|(site, ..)| *site == Some(own)).count();
    let (most_held, oldest) = oldest_of_largest(&waiting)?;
    u64::try_from(has).is_ok_and(|has| makes_room(most_held, has)).then_some(oldest)
}
