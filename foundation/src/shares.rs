//! What a server does so often at once: bounds for everybody together, and for each of those whose share it counts towards.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::timeout};

/// How many are taken, by whose they are: everybody's, a tenant's, a host's. A clone is the same.
#[derive(Debug)]
pub struct Shares<K>(Arc<State<K>>);

#[derive(Debug)]
struct State<K> {
    taken: Mutex<HashMap<K, usize>>,
    /// Tells those who wait that one is free.
    freed: Notify,
}

/// One of them, which is free again when this is dropped.
#[derive(Debug)]
pub struct Share<K: Eq + Hash> {
    of: Shares<K>,
    keys: Vec<K>,
}

impl<K> Shares<K> {
    fn taken(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash> Shares<K> {
    /// Takes one, which counts for each of these. Each is given with how many it may have; no two of them are the same.
    ///
    /// # Errors
    /// The first of them that has as many; nothing is taken then.
    pub fn take<const N: usize>(&self, bounds: [(K, usize); N]) -> Result<Share<K>, K> {
        let mut taken = self.taken();
        let is_full = |(key, most): &&(K, usize)| taken.get(key).copied().unwrap_or_default() >= *most;
        if let Some((key, _)) = bounds.iter().find(is_full) {
            return Err(key.clone());
        }
        let keys: Vec<K> = bounds.into_iter().map(|(key, _)| key).collect();
        for key in &keys {
            *taken.entry(key.clone()).or_default() += 1;
        }
        Ok(Share { of: self.clone(), keys })
    }

    /// Takes one as [`Shares::take`] does, and waits so long for it; nothing if none is free until then.
    pub async fn take_within<const N: usize>(&self, bounds: [(K, usize); N], wait: Duration) -> Option<Share<K>> {
        let waiting = async {
            loop {
                let mut freed = std::pin::pin!(self.0.freed.notified());
                // From now on: what is free between the two is not missed.
                freed.as_mut().enable();
                if let Ok(share) = self.take(bounds.clone()) {
                    return share;
                }
                freed.await;
            }
        };
        timeout(wait, waiting).await.ok()
    }
}

impl<K> Clone for Shares<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> Default for Shares<K> {
    fn default() -> Self {
        Self(Arc::new(State { taken: Mutex::default(), freed: Notify::new() }))
    }
}

impl<K: Eq + Hash> Drop for Share<K> {
    fn drop(&mut self) {
        let mut taken = self.of.taken();
        for key in &self.keys {
            match taken.get_mut(key) {
                Some(count) if *count > 1 => *count -= 1,
                // Nobody who has none is remembered.
                _ => drop(taken.remove(key)),
            }
        }
        drop(taken);
        self.of.0.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_taken_counts_for_each_and_is_free_again() {
        let shares = Shares::default();
        let take = |one: &'static str, other: &'static str| shares.take([(one, 2), (other, 3)]);
        let (first, second) = (take("a", "x").unwrap(), take("a", "x").unwrap());
        assert_eq!(take("a", "x").err(), Some("a"));
        let third = take("b", "x").unwrap();
        assert_eq!(take("b", "x").err(), Some("x"), "b has room, and nothing was taken of it");
        drop(first);
        let fourth = take("b", "x").unwrap();
        assert_eq!((take("b", "y").err(), take("a", "y").is_ok()), (Some("b"), true));
        drop((second, third, fourth));
        assert!(shares.taken().is_empty(), "nobody who left is remembered");
    }

    #[tokio::test]
    async fn who_waits_takes_what_is_free_within_the_time() {
        let shares = Shares::default();
        let only = shares.take([("a", 1)]).unwrap();
        assert!(shares.take_within([("a", 1)], Duration::from_millis(10)).await.is_none());
        let waiting = {
            let shares = shares.clone();
            tokio::spawn(async move { shares.take_within([("a", 1)], Duration::from_mins(1)).await.is_some() })
        };
        tokio::task::yield_now().await;
        drop(only);
        assert!(waiting.await.unwrap());
    }
}
