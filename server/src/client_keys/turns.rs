//! How many addresses are asked at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::id::WorkspaceId;

/// How many are asked at once.
const AT_ONCE: usize = 32;
/// How many for clients of one workspace: they may be slow.
const OF_ONE_WORKSPACE: usize = 4;

/// Those that are being asked, by workspace. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<WorkspaceId, usize>>>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn(Turns, WorkspaceId);

impl Turns {
    /// Takes one; nothing if there are too many.
    pub(super) fn take(&self, workspace: WorkspaceId) -> Option<Turn> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&workspace).copied().unwrap_or_default();
        if own >= OF_ONE_WORKSPACE || taken.values().sum::<usize>() >= AT_ONCE {
            return None;
        }
        taken.insert(workspace, own + 1);
        Some(Turn(self.clone(), workspace))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(&self.1) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(taken.remove(&self.1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    fn workspace(number: u8) -> WorkspaceId {
        WorkspaceId::new(Timestamp::from_millis(0), [number; 10])
    }

    #[test]
    fn no_workspace_takes_all_and_what_is_over_makes_room() {
        let turns = Turns::default();
        let mut taken: Vec<_> = std::iter::from_fn(|| turns.take(workspace(0))).collect();
        assert_eq!(taken.len(), OF_ONE_WORKSPACE);
        for other in 1..100 {
            taken.extend(std::iter::from_fn(|| turns.take(workspace(other))));
        }
        assert_eq!(taken.len(), AT_ONCE);
        taken.clear();
        assert!(turns.0.lock().unwrap().is_empty());
        assert!(turns.take(workspace(99)).is_some());
    }
}
