//! The workspaces that a browser opened lately. They are in a cookie and not in the session: opening a page writes nothing to the database, and
//! two pages that load at once do not undo each other. It holds identifiers alone; what they are called, and whether somebody may know, is looked
//! up each time.

use domain::id::WorkspaceId;

use super::kept::{keep, kept};

/// The name of the cookie.
const COOKIE: &str = "regrant-console-recent";
/// How many are kept.
const KEPT: usize = 8;
/// For how many seconds: 90 days.
const SECONDS: u32 = 90 * 24 * 3600;

/// Returns the workspaces that this browser opened lately, the latest first.
pub fn recent_workspaces() -> Vec<WorkspaceId> {
    read(&kept(COOKIE).unwrap_or_default())
}

/// Keeps that this browser opened a workspace.
pub fn remember_workspace(opened: WorkspaceId) {
    let before = recent_workspaces();
    if before.first() != Some(&opened) {
        keep(COOKIE, &written(opened, &before), SECONDS);
    }
}

/// Reads them. What is no identifier was not written here, and is left out.
fn read(value: &str) -> Vec<WorkspaceId> {
    value.split('.').take(KEPT).filter_map(|id| id.parse().ok()).collect()
}

/// Returns them with one that was opened now, as they are kept.
fn written(opened: WorkspaceId, before: &[WorkspaceId]) -> String {
    let others = before.iter().filter(|id| **id != opened);
    [&opened].into_iter().chain(others).take(KEPT).map(ToString::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    #[test]
    fn the_latest_is_first_and_there_are_few() {
        let id = |number: u8| WorkspaceId::new(Timestamp::from_millis(0), [number; 10]);
        let mut kept = Vec::new();
        for number in [1, 2, 3, 1] {
            kept = read(&written(id(number), &kept));
        }
        assert_eq!(kept, [id(1), id(3), id(2)]);
        for number in 0..100 {
            kept = read(&written(id(number), &kept));
        }
        assert_eq!((kept.len(), kept[0]), (KEPT, id(99)));
        assert_eq!(read("nonsense..,"), []);
    }
}
