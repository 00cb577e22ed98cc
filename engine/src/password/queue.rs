//! What waits for a slot: bounded as a whole, for each door and for each network, and served in turn.

use std::collections::VecDeque;

use super::error::Busy;
use crate::{door::Door, network::Network};

/// The source of a job. Each lane is served in turn, however many wait in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// What the password is for.
    pub door: Door,
    /// Where the request comes from; none for an administrator who sets a password.
    pub network: Option<Network>,
}

/// How much is computed at once, and how much may wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How many computations run at once.
    pub slots: usize,
    /// How much may wait, in hashes of ours.
    pub waiting: usize,
}

impl Bounds {
    /// A door may take half of the queue, so that no tenant's burst shuts another out.
    const fn of_a_door(self) -> usize {
        self.waiting.div_ceil(2)
    }

    /// A network may take a quarter of it at one door.
    const fn of_a_network(self) -> usize {
        self.waiting.div_ceil(4)
    }
}

/// The queue.
pub(super) struct Queue<J> {
    bounds: Bounds,
    lanes: VecDeque<(Lane, VecDeque<(usize, J)>)>,
}

impl<J> Queue<J> {
    pub(super) const fn new(bounds: Bounds) -> Self {
        Self { bounds, lanes: VecDeque::new() }
    }

    /// Lets a job of this weight wait where there is room for it: 1 is a hash of ours. The lanes are as many as what waits, so to look through them
    /// is bounded, too.
    pub(super) fn push(&mut self, lane: Lane, weight: usize, job: J) -> Result<(), Busy> {
        let waiting = |holds: &dyn Fn(&Lane) -> bool| {
            let jobs = self.lanes.iter().filter(|(lane, _)| holds(lane)).flat_map(|(_, jobs)| jobs);
            jobs.map(|(weight, _)| weight).sum::<usize>()
        };
        let full = waiting(&|_| true) >= self.bounds.waiting
            || waiting(&|other| other.door == lane.door) >= self.bounds.of_a_door()
            || lane.network.is_some() && waiting(&|other| *other == lane) >= self.bounds.of_a_network();
        if full {
            return Err(Busy);
        }
        match self.lanes.iter_mut().find(|(other, _)| *other == lane) {
            Some((_, jobs)) => jobs.push_back((weight, job)),
            None => self.lanes.push_back((lane, VecDeque::from([(weight, job)]))),
        }
        Ok(())
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.lanes.iter().map(|(_, jobs)| jobs.len()).sum()
    }

    /// Takes the next job: the oldest of the lane whose turn it is.
    pub(super) fn pop(&mut self) -> Option<J> {
        let (lane, mut jobs) = self.lanes.pop_front()?;
        let job = jobs.pop_front();
        if !jobs.is_empty() {
            self.lanes.push_back((lane, jobs));
        }
        job.map(|(_, job)| job)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use domain::{
        clock::Timestamp,
        id::{TenantId, WorkspaceId},
    };

    use super::*;

    fn workspace(number: u8) -> Door {
        Door::Workspace(WorkspaceId::new(Timestamp::from_millis(1), [number; 10]))
    }

    fn lane(door: Door, host: u8) -> Lane {
        Lane { door, network: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, host)).into()) }
    }

    /// How many of a hundred are let in.
    fn burst(queue: &mut Queue<&'static str>, lane: impl Fn(u8) -> Lane, name: &'static str) -> usize {
        (0..100).filter(|count| queue.push(lane(*count), 1, name).is_ok()).count()
    }

    #[test]
    fn a_network_takes_a_quarter_a_door_half_and_the_rest_is_for_others() {
        let mut queue = Queue::new(Bounds { slots: 1, waiting: 64 });
        assert_eq!(burst(&mut queue, |_| lane(workspace(1), 1), "one network"), 16);
        assert_eq!(burst(&mut queue, |count| lane(workspace(1), count), "many networks"), 16, "half of the queue at one door");
        assert_eq!(burst(&mut queue, |_| lane(workspace(2), 1), "the same network elsewhere"), 16);
        let operator = Lane { door: Door::Operator(TenantId::new(Timestamp::from_millis(1), [1; 10])), network: None };
        assert_eq!(burst(&mut queue, |_| operator, "administrators"), 16, "the queue is full");
        assert_eq!(queue.push(lane(Door::Console, 1), 1, "one too many"), Err(Busy));
    }

    #[test]
    fn what_takes_longer_takes_more_of_the_room() {
        let mut queue = Queue::new(Bounds { slots: 1, waiting: 64 });
        let costly = (0..100).filter(|_| queue.push(lane(workspace(1), 1), 10, "costly").is_ok()).count();
        assert_eq!(costly, 2, "a quarter of the queue is one network's, and begun by the second");
        assert_eq!(queue.push(lane(workspace(1), 1), 1, "usual"), Err(Busy));
        assert_eq!(queue.push(lane(workspace(1), 2), 1, "another network"), Ok(()));
        assert_eq!(queue.len(), 3);
    }

    #[test]
    fn the_lanes_are_served_in_turn() {
        let mut queue = Queue::new(Bounds { slots: 1, waiting: 64 });
        for _ in 0..3 {
            queue.push(lane(workspace(1), 1), 1, "burst").unwrap();
        }
        queue.push(lane(workspace(2), 1), 1, "other").unwrap();
        let served: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(served, ["burst", "other", "burst", "burst"]);
    }
}
