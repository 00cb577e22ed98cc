//! The record of refusals: one event a minute for a client, a reason, and a family or a user, however often the same is refused.
//!
//! A client that uses a dead token once a second for a day would otherwise write more than all others together. Recent records are
//! remembered per process, in memory, within bounds for each workspace and for all. Beyond its bound nothing more is written for a
//! workspace, so that clients can use up neither time nor space, and no workspace silences another.

use std::{collections::HashMap, sync::Mutex};

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use uuid::Uuid;

/// After how many seconds the same refusal is recorded again.
const INTERVAL: i64 = 60;
/// How many records of all workspaces are remembered.
const MOST: usize = 10_000;
/// How many refusals of one workspace are recorded in an interval.
const MOST_OF_ONE: usize = 1_000;

/// A client, a reason, and the family or the user that it is about, if it is about one.
type Key = (ClientId, &'static str, Option<Uuid>);

/// The recent records.
#[derive(Debug, Default)]
pub(crate) struct RefusalRecord(Mutex<Lately>);

#[derive(Debug, Default)]
struct Lately {
    shares: HashMap<WorkspaceId, Share>,
    remembered: usize,
    swept_at: Option<Timestamp>,
}

/// The recent records of one workspace.
#[derive(Debug)]
struct Share {
    recorded: HashMap<Key, Timestamp>,
    /// When its interval began, and how many were recorded in it.
    since: Timestamp,
    count: usize,
}

fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    (0..INTERVAL).contains(&now.seconds_since(at))
}

impl RefusalRecord {
    /// Returns whether this is to be recorded, and counts it as recorded then.
    pub(crate) fn is_due(&self, workspace: WorkspaceId, key: Key, now: Timestamp) -> bool {
        self.0.lock().is_ok_and(|mut lately| lately.is_due(workspace, key, now))
    }
}

impl Lately {
    fn is_due(&mut self, workspace: WorkspaceId, key: Key, now: Timestamp) -> bool {
        let share = self.shares.entry(workspace).or_insert_with(|| Share { recorded: HashMap::new(), since: now, count: 0 });
        if share.recorded.get(&key).is_some_and(|at| is_recent(*at, now)) {
            return false;
        }
        if !is_recent(share.since, now) {
            (share.since, share.count) = (now, 0);
        }
        if share.count >= MOST_OF_ONE {
            return false;
        }
        share.count += 1;
        if share.recorded.insert(key, now).is_none() {
            self.remembered += 1;
            self.make_room(now);
        }
        true
    }

    /// Forgets old records, then those of the workspace with the most: a workspace with many refusals takes no room from others.
    fn make_room(&mut self, now: Timestamp) {
        if self.remembered <= MOST {
            return;
        }
        if !self.swept_at.is_some_and(|at| is_recent(at, now)) {
            self.swept_at = Some(now);
            self.shares.retain(|_, share| {
                share.recorded.retain(|_, at| is_recent(*at, now));
                !share.recorded.is_empty()
            });
            self.remembered = self.shares.values().map(|share| share.recorded.len()).sum();
        }
        while self.remembered > MOST {
            let Some(largest) = self.shares.values_mut().max_by_key(|share| share.recorded.len()) else { return };
            let Some(oldest) = largest.recorded.iter().min_by_key(|(_, at)| **at).map(|(key, _)| *key) else { return };
            largest.recorded.remove(&oldest);
            self.remembered -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u32) -> Key {
        let mut random = [0; 10];
        random[..4].copy_from_slice(&number.to_be_bytes());
        (ClientId::new(Timestamp::from_millis(0), random), "code_expired", None)
    }

    fn workspace(number: u8) -> WorkspaceId {
        WorkspaceId::new(Timestamp::from_millis(0), [number; 10])
    }

    #[test]
    fn the_same_refusal_is_due_once_a_minute_and_another_at_once() {
        let record = RefusalRecord::default();
        let start = Timestamp::from_millis(0);
        assert!(record.is_due(workspace(1), key(1), start));
        assert!(!record.is_due(workspace(1), key(1), start.plus_seconds(59)));
        assert!(record.is_due(workspace(1), (key(1).0, "code_reused", None), start));
        assert!(record.is_due(workspace(1), key(1), start.plus_seconds(60)));
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nobody() {
        let record = RefusalRecord::default();
        let start = Timestamp::from_millis(10_000_000);
        assert!(record.is_due(workspace(1), key(1), start));
        assert!(record.is_due(workspace(1), key(1), start.plus_seconds(-3600)));
    }

    #[test]
    fn a_workspace_has_a_share_of_its_own_whatever_the_others_do() {
        let record = RefusalRecord::default();
        let start = Timestamp::from_millis(0);
        for loud in 1..=20 {
            let due = (0..3_000).filter(|number| record.is_due(workspace(loud), key(*number), start)).count();
            assert_eq!(due, MOST_OF_ONE);
        }
        assert!(record.is_due(workspace(99), key(1), start), "the quiet one is heard");
        assert!(!record.is_due(workspace(99), key(1), start), "and remembered");
        assert!(record.is_due(workspace(1), key(99_999), start.plus_seconds(61)), "a minute later there is room again");
    }

    #[test]
    fn what_is_remembered_stays_in_its_bounds() {
        let record = RefusalRecord::default();
        for second in 0..120 {
            for loud in 0..=255 {
                let _ = record.is_due(workspace(loud), key(second), Timestamp::from_millis(i64::from(second) * 1_000));
            }
        }
        let lately = record.0.lock().unwrap();
        assert!(lately.remembered <= MOST);
        assert_eq!(lately.remembered, lately.shares.values().map(|share| share.recorded.len()).sum::<usize>());
    }
}
