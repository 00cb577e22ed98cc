//! Failures that wait to be written, so that no request waits for it and no stranger makes the database write at will.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    client_failure::FailedRequest,
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};

/// How many counts wait at most. What does not fit is not counted: there are that many every few seconds.
const MOST: usize = 4_096;
/// How many of one workspace wait at most, so that none of them silences another.
const MOST_OF_ONE: usize = 256;

/// Client, reason and day.
type Key = (ClientId, &'static str, i64);

/// The failures that wait. A clone is another handle to the same ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Collected(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    workspaces: HashMap<WorkspaceId, HashMap<Key, Times>>,
    keys: usize,
}

/// How many there were, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) number: i64,
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
}

/// What waits for one client, reason and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) workspace: WorkspaceId,
    pub(super) client: ClientId,
    pub(super) reason: &'static str,
    pub(super) day: i64,
    pub(super) times: Times,
}

impl Collected {
    /// Counts a failure, unless too many others wait.
    pub(crate) fn add(&self, failed: FailedRequest) {
        let once = Times { number: 1, first_at: failed.at, last_at: failed.at };
        self.merge(failed.workspace_id, (failed.client_id, failed.reason, failed.day()), once);
    }

    /// Takes what waits.
    pub(super) fn take(&self) -> Vec<Count> {
        let waiting = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let counts = waiting.workspaces.into_iter().flat_map(|(workspace, counts)| {
            counts.into_iter().map(move |((client, reason, day), times)| Count { workspace, client, reason, day, times })
        });
        counts.collect()
    }

    /// Puts back what could not be written.
    pub(super) fn put_back(&self, counts: &[Count]) {
        for count in counts {
            self.merge(count.workspace, (count.client, count.reason, count.day), count.times);
        }
    }

    fn merge(&self, workspace: WorkspaceId, key: Key, new: Times) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Waiting { workspaces, keys } = &mut *waiting;
        if let Some(times) = workspaces.get_mut(&workspace).and_then(|counts| counts.get_mut(&key)) {
            times.number = times.number.saturating_add(new.number);
            times.first_at = times.first_at.min(new.first_at);
            times.last_at = times.last_at.max(new.last_at);
            return;
        }
        let has_room = workspaces.get(&workspace).is_none_or(|counts| counts.len() < MOST_OF_ONE);
        if *keys < MOST && has_room {
            workspaces.entry(workspace).or_default().insert(key, new);
            *keys += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(workspace: u8, client: u32, at: i64) -> FailedRequest {
        let mut random = [0; 10];
        random[..4].copy_from_slice(&client.to_be_bytes());
        let start = Timestamp::from_millis(0);
        let (workspace_id, client_id) = (WorkspaceId::new(start, [workspace; 10]), ClientId::new(start, random));
        FailedRequest { workspace_id, client_id, reason: "client_secret_wrong", at: start.plus_seconds(at) }
    }

    #[test]
    fn what_fails_again_is_one_count_and_what_was_not_written_is_not_lost() {
        let collected = Collected::default();
        for at in [5, 9, 7] {
            collected.add(failed(1, 1, at));
        }
        let taken = collected.take();
        let times = |number, first, last| Times { number, first_at: Timestamp::from_millis(first), last_at: Timestamp::from_millis(last) };
        assert_eq!(taken.iter().map(|count| count.times).collect::<Vec<_>>(), [times(3, 5_000, 9_000)]);
        assert_eq!(collected.take(), []);
        collected.add(failed(1, 1, 11));
        collected.put_back(&taken);
        assert_eq!(collected.take().iter().map(|count| count.times).collect::<Vec<_>>(), [times(4, 5_000, 11_000)]);
    }

    #[test]
    fn a_workspace_has_a_share_of_its_own_and_all_have_a_bound() {
        let collected = Collected::default();
        for client in 0..10_000 {
            collected.add(failed(1, client, 0));
        }
        collected.add(failed(2, 1, 0));
        let taken = collected.take();
        assert_eq!(taken.len(), MOST_OF_ONE + 1);
        for workspace in 0..100 {
            for client in 0..300 {
                collected.add(failed(workspace, client, 0));
            }
        }
        assert_eq!(collected.take().len(), MOST);
    }
}
