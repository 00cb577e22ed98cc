//! The threads that compute Argon2, and nothing else does.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use futures_channel::oneshot;

use tracing::{Span, info_span};

use super::{
    error::Busy,
    memory::Memory,
    queue::{Bounds, Lane, Queue},
};
use crate::traces::TRACES;

/// More slots than these would take more memory than they are worth.
const MOST_SLOTS: usize = 8;
/// How many hashes of ours may wait for each slot: some two seconds' work. What takes longer counts as more of them.
const WAITING_PER_SLOT: usize = 64;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// The one place of a process where passwords are hashed. A clone is the same pool; its threads end with the last of them.
#[derive(Clone)]
pub struct Pool(Arc<Handle>);

struct Handle(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    work: Condvar,
    slots: usize,
}

struct State {
    queue: Queue<Job>,
    /// Threads that were started; they are when there is work for them.
    started: usize,
    /// Threads that wait for work.
    idle: usize,
    closed: bool,
}

/// How much there is to do in a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Computations that wait.
    pub waiting: usize,
    /// Computations that are under way.
    pub running: usize,
    /// How many can be under way at once.
    pub slots: usize,
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("slots", &self.0.0.slots).finish_non_exhaustive()
    }
}

impl Default for Pool {
    /// As many slots as the machine has cores.
    fn default() -> Self {
        let slots = thread::available_parallelism().map_or(1, usize::from).clamp(1, MOST_SLOTS);
        Self::new(Bounds { slots, waiting: slots * WAITING_PER_SLOT })
    }
}

impl Pool {
    /// A pool of these bounds.
    pub fn new(bounds: Bounds) -> Self {
        let state = State { queue: Queue::new(bounds), started: 0, idle: 0, closed: false };
        Self(Arc::new(Handle(Arc::new(Shared { state: Mutex::new(state), work: Condvar::new(), slots: bounds.slots.max(1) }))))
    }

    /// How many computations wait for their turn, and how many are under way.
    pub fn load(&self) -> Load {
        let state = self.0.0.lock();
        Load { waiting: state.queue.len(), running: state.started.saturating_sub(state.idle), slots: self.0.0.slots }
    }

    /// Lets a computation wait for its turn, which takes as long as so many hashes of ours.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        lane: Lane,
        weight: usize,
        compute: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<T>, Busy> {
        let (answer, answered) = oneshot::channel();
        let waiting = waiting();
        let job: Job = Box::new(move |memory| {
            // A caller that has gone needs no answer.
            if !answer.is_canceled() {
                let computed = waiting.in_scope(|| info_span!(target: TRACES, "argon2").in_scope(|| compute(memory)));
                // Before the answer is there, so that the request does not end first.
                drop(waiting);
                let _ = answer.send(computed);
            }
        });
        let shared = &self.0.0;
        let mut state = shared.lock();
        if state.idle == 0 && state.started < shared.slots {
            let worker = Arc::clone(shared);
            match thread::Builder::new().name("password".to_owned()).spawn(move || worker.work()) {
                Ok(_) => state.started += 1,
                // Without a single thread nobody would ever answer.
                Err(_) if state.started == 0 => return Err(Busy),
                Err(_) => {}
            }
        }
        state.queue.push(lane, weight, job)?;
        shared.work.notify_one();
        Ok(answered)
    }
}

/// Begins the span of a computation with the time in the queue; the computation itself has its own.
fn waiting() -> Span {
    info_span!(target: TRACES, "password")
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.work.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut memory = Memory::new();
        while let Some(job) = self.next() {
            // A slot must not be lost. No job reads the memory of the one before: it fills it first.
            let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
        }
    }

    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.queue.pop() {
                return Some(job);
            }
            state.idle += 1;
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

/// A pool all of whose slots are held and whose queue is full, until this is dropped.
#[cfg(feature = "testing")]
#[derive(Debug)]
pub struct Occupied(#[expect(dead_code, reason = "the slots wait for its end")] Vec<std::sync::mpsc::Sender<()>>);

#[cfg(feature = "testing")]
impl Pool {
    /// Holds all slots, and fills the queue from as many doors as that takes.
    pub fn occupy(&self) -> Occupied {
        use domain::{clock::Timestamp, id::TenantId};

        use crate::door::Door;

        let lane = |door: u8| Lane { door: Door::Operator(TenantId::new(Timestamp::from_millis(1), [door; 10])), network: None };
        let (begun, has_begun) = std::sync::mpsc::channel();
        let mut holders = Vec::new();
        let mut hold = |lane| {
            let (holder, held_until) = std::sync::mpsc::channel::<()>();
            let begun = begun.clone();
            let answered = self.submit(lane, 1, move |_| (begun.send(()).is_ok(), held_until.recv().is_ok()))?;
            // A computation whose asker has gone would not be begun.
            std::mem::forget(answered);
            holders.push(holder);
            Ok::<_, Busy>(())
        };
        for _ in 0..self.0.0.slots {
            if hold(lane(0)).is_ok() {
                let _ = has_begun.recv();
            }
        }
        for door in 0..=u8::MAX {
            while hold(lane(door)).is_ok() {}
        }
        Occupied(holders)
    }
}

#[cfg(test)]
mod tests {
    use domain::{clock::Timestamp, id::TenantId};

    use super::*;
    use crate::door::Door;

    const LANE: Lane = Lane { door: Door::Console, network: None };

    #[tokio::test]
    async fn a_slot_survives_a_computation_that_panics_and_keeps_its_memory() {
        let pool = Pool::new(Bounds { slots: 1, waiting: 8 });
        let place = |memory: &mut Memory| std::ptr::from_mut(memory).addr();
        let first = pool.submit(LANE, 1, place).unwrap().await.unwrap();
        assert!(pool.submit(LANE, 1, |_| panic!("as a test")).unwrap().await.is_err());
        assert_eq!(pool.submit(LANE, 1, place).unwrap().await.unwrap(), first);
    }

    #[tokio::test]
    async fn no_more_than_its_slots_are_computed_at_once_and_the_rest_waits_or_is_refused() {
        let pool = Pool::new(Bounds { slots: 2, waiting: 8 });
        let occupied = pool.occupy();
        let lane = Lane { door: Door::Operator(TenantId::new(Timestamp::from_millis(2), [9; 10])), network: None };
        assert_eq!(pool.submit(lane, 1, |_| ()).err(), Some(Busy));
        assert_eq!(pool.0.0.lock().started, 2);
        drop(occupied);
        // The queue is worked off, and there is room again.
        while let Err(Busy) = pool.submit(lane, 1, |_| ()) {
            tokio::task::yield_now().await;
        }
    }
}
