//! The connections that are open, counted for each network and in all.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use engine::Network;

use super::{limits::Limits, pace::Pace};

/// The open connections. A clone is the same count.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    limits: Arc<Limits>,
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// By age.
    places: BTreeMap<u64, (Option<Network>, Arc<Pace>)>,
    by_network: HashMap<Network, usize>,
}

/// The place of one connection, which is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Connections,
    number: u64,
    pub(super) pace: Arc<Pace>,
}

impl Connections {
    /// None yet, and as many as these limits allow, at whatever listeners they come in.
    pub(crate) fn within(limits: Limits) -> Self {
        Self { limits: Arc::new(limits), open: Arc::default() }
    }

    /// A place for a new connection. Where there is none left, the oldest that waits for a request makes room: of the same network where
    /// that has as many as it may, else of all. There is none where all are at work.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let network = self.limits.counted(address);
        let mut open = self.open();
        if let Some(network) = network
            && open.by_network.get(&network).is_some_and(|count| *count >= self.limits.connections_per_address)
            && !open.dismiss_one(|of| of == Some(network))
        {
            return None;
        }
        if open.places.len() >= self.limits.connections && !open.dismiss_one(|_| true) {
            return None;
        }
        let number = open.next;
        open.next += 1;
        let pace = Arc::new(Pace::new(Arc::clone(&self.limits)));
        open.places.insert(number, (network, Arc::clone(&pace)));
        if let Some(network) = network {
            *open.by_network.entry(network).or_default() += 1;
        }
        Some(Place { connections: self.clone(), number, pace })
    }

    /// Ends the oldest connection that waits for a request.
    pub(super) fn end_one_that_waits(&self) {
        self.open().dismiss_one(|_| true);
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn dismiss_one(&mut self, of: impl Fn(Option<Network>) -> bool) -> bool {
        let waits = self.places.iter().find(|(_, (network, pace))| of(*network) && pace.is_waiting()).map(|(number, _)| *number);
        let Some(number) = waits else { return false };
        if let Some(pace) = self.leave(number) {
            pace.dismiss();
        }
        true
    }

    fn leave(&mut self, number: u64) -> Option<Arc<Pace>> {
        let (network, pace) = self.places.remove(&number)?;
        if let Some(network) = network
            && let Some(count) = self.by_network.get_mut(&network)
        {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&network);
            }
        }
        Some(pace)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open().leave(self.number);
    }
}
