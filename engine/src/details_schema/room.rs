//! The few threads on which schemas are compiled and elements are checked: whatever that takes, no other request waits for it.

use std::{
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use domain::id::WorkspaceId;
use futures_channel::oneshot;

/// How many threads there are at most. They are started when there is work for them.
const THREADS: usize = 4;
/// How many threads one asker has at most.
const THREADS_OF_ONE: usize = 2;
/// How many wait at most.
const MOST_WAITING: usize = 256;
/// How many of one asker wait at most.
const MOST_WAITING_OF_ONE: usize = 64;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Asker {
    /// Requests to a workspace.
    Workspace(WorkspaceId),
    /// Settings that are saved.
    Settings,
}

/// Too many are waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many elements are waiting to be checked by their schema")]
pub struct Crowded;

type Job = Box<dyn FnOnce() + Send>;

struct State {
    waiting: VecDeque<(Asker, Job)>,
    /// How many threads each asker has.
    running: Option<HashMap<Asker, usize>>,
    started: usize,
    idle: usize,
}

struct Room {
    state: Mutex<State>,
    work: Condvar,
}

/// A process has one, so that its bounds hold for all that it does.
static ROOM: Room =
    Room { state: Mutex::new(State { waiting: VecDeque::new(), running: None, started: 0, idle: 0 }), work: Condvar::new() };

/// Does some work on one of the threads.
///
/// # Errors
/// [`Crowded`] where as many wait as may, or where the work did not come to its end.
pub(crate) async fn submit<T: Send + 'static>(asker: Asker, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Crowded> {
    let answered = ROOM.submit(asker, work)?;
    answered.await.map_err(|_| Crowded)
}

impl Room {
    fn submit<T: Send + 'static>(
        &'static self,
        asker: Asker,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<T>, Crowded> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Whoever has gone needs no answer.
            if !answer.is_canceled() {
                let _ = answer.send(work());
            }
        });
        let mut state = self.lock();
        let of_asker = state.waiting.iter().filter(|(other, _)| *other == asker).count();
        if state.waiting.len() >= MOST_WAITING || of_asker >= MOST_WAITING_OF_ONE {
            return Err(Crowded);
        }
        if state.idle == 0 && state.started < THREADS {
            match thread::Builder::new().name("schema".to_owned()).spawn(move || self.work()) {
                Ok(_) => state.started += 1,
                // Without a single thread nobody would ever answer.
                Err(_) if state.started == 0 => return Err(Crowded),
                Err(_) => {}
            }
        }
        state.waiting.push_back((asker, job));
        self.work.notify_one();
        Ok(answered)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        loop {
            let (asker, job) = self.next();
            // A thread must not be lost.
            let _ = catch_unwind(AssertUnwindSafe(job));
            self.lock().leave(asker);
            // Another of the same asker may have waited for this one's end.
            self.work.notify_one();
        }
    }

    fn next(&self) -> (Asker, Job) {
        let mut state = self.lock();
        loop {
            if let Some(found) = state.take() {
                return found;
            }
            state.idle += 1;
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

impl State {
    /// Takes the first job whose asker has a thread left.
    fn take(&mut self) -> Option<(Asker, Job)> {
        let running = self.running.get_or_insert_default();
        let has_room = |asker: &Asker| running.get(asker).is_none_or(|count| *count < THREADS_OF_ONE);
        let place = self.waiting.iter().position(|(asker, _)| has_room(asker))?;
        let (asker, job) = self.waiting.remove(place)?;
        *running.entry(asker).or_default() += 1;
        Some((asker, job))
    }

    /// Gives the thread of an asker back.
    fn leave(&mut self, asker: Asker) {
        let running = self.running.get_or_insert_default();
        match running.get_mut(&asker) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(running.remove(&asker)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use domain::clock::Timestamp;

    use super::*;

    fn workspace(number: u8) -> Asker {
        Asker::Workspace(WorkspaceId::new(Timestamp::from_millis(1), [number; 10]))
    }

    #[tokio::test]
    async fn what_one_workspace_does_costs_the_others_nothing() {
        let room: &'static Room = Box::leak(Box::new(Room {
            state: Mutex::new(State { waiting: VecDeque::new(), running: None, started: 0, idle: 0 }),
            work: Condvar::new(),
        }));
        let (release, held) = mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let mut endless = Vec::new();
        while let Ok(answered) = room.submit(workspace(1), {
            let held = Arc::clone(&held);
            move || held.lock().unwrap().recv().is_ok()
        }) {
            endless.push(answered);
            assert!(endless.len() <= MOST_WAITING_OF_ONE + THREADS_OF_ONE, "it is bounded");
        }
        assert_eq!(room.submit(workspace(2), || 7).unwrap().await, Ok(7), "another has a thread, and a place");
        assert!(room.submit(workspace(2), || panic!("as a test")).unwrap().await.is_err());
        assert_eq!(room.submit(workspace(2), || 8).unwrap().await, Ok(8), "a thread survives");
        drop(release);
        for answered in endless {
            assert_eq!(answered.await, Ok(false));
        }
    }
}
