//! How much is remembered of what others publish: so many bytes, whatever it is. What is past its time goes; after that, whoever has most gives way.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::clock::Timestamp;
use engine::client_keys::{KeyOwner, Standing};

/// What an entry takes beside what is kept in it: its address, which has up to 2,000 characters twice, and what finds it.
const ENTRY: usize = 4 * 1024;
/// After how many seconds it is looked again for what is past its time.
const SWEPT_EVERY: i64 = 60;

/// What is remembered, by address.
pub(crate) struct Room<A, V> {
    most: usize,
    inner: Mutex<Inner<A, V>>,
}

struct Inner<A, V> {
    entries: HashMap<A, Entry<V>>,
    bytes: usize,
    uses: u64,
    swept_at: Option<Timestamp>,
}

struct Entry<V> {
    value: Arc<V>,
    /// On whose account it is here.
    owner: KeyOwner,
    bytes: usize,
    /// When it was used last, as a number that grows.
    used: u64,
}

impl<A: Clone + Eq + Hash, V: Default> Room<A, V> {
    /// Nothing yet, and so many bytes at most.
    pub(crate) fn of(most: usize) -> Self {
        let inner = Inner { entries: HashMap::new(), bytes: 0, uses: 0, swept_at: None };
        Self { most, inner: Mutex::new(inner) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<A, V>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what is remembered of an address, which is nothing at first. Others go that are past their time.
    pub(crate) fn find(&self, owner: KeyOwner, address: &A, now: Timestamp, is_over: impl Fn(&V) -> bool) -> Arc<V> {
        let mut inner = self.lock();
        if inner.swept_at.is_none_or(|at| !(0..SWEPT_EVERY).contains(&now.seconds_since(at))) {
            inner.swept_at = Some(now);
            inner.entries.retain(|_, entry| !is_over(&entry.value));
            inner.bytes = inner.entries.values().map(|entry| entry.bytes).sum();
        }
        inner.uses += 1;
        let used = inner.uses;
        if let Some(entry) = inner.entries.get_mut(address) {
            entry.used = used;
            if owner.standing == Standing::Known {
                entry.owner = owner;
            }
            return Arc::clone(&entry.value);
        }
        let value = Arc::new(V::default());
        inner.entries.insert(address.clone(), Entry { value: Arc::clone(&value), owner, bytes: ENTRY, used });
        inner.bytes += ENTRY;
        inner.make_room(self.most, Some(used));
        value
    }

    /// Notes how many bytes are kept of an address by now, in what was found there. Where that was forgotten meanwhile, it takes nothing here.
    pub(crate) fn weigh(&self, address: &A, value: &Arc<V>, bytes: usize) {
        let mut inner = self.lock();
        let Some(entry) = inner.entries.get_mut(address).filter(|entry| Arc::ptr_eq(&entry.value, value)) else { return };
        let (before, after) = (entry.bytes, ENTRY + bytes);
        entry.bytes = after;
        inner.bytes = inner.bytes - before + after;
        inner.make_room(self.most, None);
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.lock().bytes
    }
}

impl<A: Clone + Eq + Hash, V> Inner<A, V> {
    /// Forgets, of the tenant that has most, and of its workspace that has most, what strangers named, and else what was used longest ago. What was made
    /// just now, at this use, stays: somebody is about to ask it.
    fn make_room(&mut self, most: usize, made: Option<u64>) {
        while self.bytes > most {
            let others = || self.entries.iter().filter(move |(_, entry)| Some(entry.used) != made);
            let tenant = largest(others().map(|(_, entry)| entry).map(|entry| (entry.owner.tenant, entry.bytes)));
            let of_tenant = others().map(|(_, entry)| entry).filter(|entry| Some(entry.owner.tenant) == tenant);
            let workspace = largest(of_tenant.map(|entry| (entry.owner.workspace, entry.bytes)));
            let of_workspace = others().filter(|(_, entry)| Some(entry.owner.workspace) == workspace);
            let first = of_workspace.min_by_key(|(_, entry)| (entry.owner.standing == Standing::Known, entry.used));
            let Some(address) = first.map(|(address, _)| address.clone()) else { return };
            if let Some(gone) = self.entries.remove(&address) {
                self.bytes -= gone.bytes;
            }
        }
    }
}

/// Returns whose weights add up to most.
fn largest<K: Copy + Eq + Hash + Ord>(weights: impl Iterator<Item = (K, usize)>) -> Option<K> {
    let mut sums: HashMap<K, usize> = HashMap::new();
    for (key, bytes) in weights {
        *sums.entry(key).or_default() += bytes;
    }
    sums.into_iter().max_by_key(|(key, bytes)| (*bytes, *key)).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use domain::id::{TenantId, WorkspaceId};

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn owner(tenant: u8, workspace: u8, standing: Standing) -> KeyOwner {
        let now = Timestamp::from_millis(0);
        KeyOwner { tenant: TenantId::new(now, [tenant; 10]), workspace: WorkspaceId::new(now, [workspace; 10]), standing }
    }

    const STRANGER: Standing = Standing::Stranger(None);

    /// Remembers an address with so many bytes.
    fn keep(room: &Room<String, u8>, owner: KeyOwner, address: &str, bytes: usize) {
        let found = room.find(owner, &address.to_owned(), START, |_| false);
        room.weigh(&address.to_owned(), &found, bytes);
    }

    fn has(room: &Room<String, u8>, address: &str) -> bool {
        room.lock().entries.contains_key(address)
    }

    #[test]
    fn what_is_kept_has_a_bound_in_bytes_whatever_the_number() {
        let room = Room::of(1_000_000);
        for number in 0..1_000 {
            keep(&room, owner(1, 1, STRANGER), &number.to_string(), 64 * 1024);
            assert!(room.bytes() <= 1_000_000);
        }
        for number in 0..10_000 {
            room.find(owner(1, 1, STRANGER), &format!("nothing {number}"), START, |_| false);
        }
        assert!(room.bytes() <= 1_000_000 && room.lock().entries.len() <= 1_000_000 / ENTRY);
    }

    #[test]
    fn whoever_has_most_gives_way_and_what_strangers_named_first() {
        let room = Room::of(1_000_000);
        keep(&room, owner(2, 2, STRANGER), "of a neighbour", 50_000);
        keep(&room, owner(1, 1, Standing::Known), "of a client", 50_000);
        keep(&room, owner(1, 3, STRANGER), "of another workspace", 50_000);
        for number in 0..100 {
            keep(&room, owner(1, 1, STRANGER), &number.to_string(), 60_000);
        }
        assert!(has(&room, "of a neighbour") && has(&room, "of a client") && has(&room, "of another workspace"));
        assert!(has(&room, "99") && !has(&room, "0"), "the one that was used longest ago goes");
    }

    #[test]
    fn what_was_forgotten_meanwhile_weighs_nothing_and_what_is_new_stays() {
        let room = Room::of(2 * ENTRY);
        let first = room.find(owner(1, 1, STRANGER), &"first".to_owned(), START, |_| false);
        room.find(owner(1, 1, Standing::Known), &"second".to_owned(), START, |_| false);
        room.find(owner(1, 1, STRANGER), &"third".to_owned(), START, |_| false);
        assert!(!has(&room, "first") && has(&room, "third"));
        room.find(owner(1, 1, STRANGER), &"fourth".to_owned(), START, |_| false);
        assert!(has(&room, "second") && has(&room, "fourth") && !has(&room, "third"), "what is new stays");
        room.find(owner(1, 1, Standing::Known), &"fourth".to_owned(), START, |_| false);
        room.find(owner(1, 1, STRANGER), &"first".to_owned(), START, |_| false);
        assert!(has(&room, "first") && !has(&room, "second"), "also beside what the workspace knows");
        room.weigh(&"first".to_owned(), &first, 1);
        assert_eq!(room.bytes(), 2 * ENTRY, "there is another one there now");
    }

    #[test]
    fn what_is_past_its_time_goes() {
        let room = Room::of(1_000_000);
        keep(&room, owner(1, 1, STRANGER), "old", 1_000);
        room.find(owner(1, 1, STRANGER), &"new".to_owned(), START.plus_seconds(SWEPT_EVERY), |_| true);
        assert_eq!((has(&room, "old"), has(&room, "new"), room.bytes()), (false, true, ENTRY));
    }
}
