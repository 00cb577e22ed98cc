//! How many connections the files that the process may open leave room for.

/// What the database, the log and the listeners need.
const ROOM_FOR_OTHERS: u64 = 128;
/// A connection is a file, and its request may open another one: one of the console's.
const FILES_PER_CONNECTION: u64 = 2;

/// How many of the wanted connections the process may have, once its limit was raised as far as it may raise it itself.
pub(super) fn allowed_connections(wanted: usize) -> usize {
    raised().map_or(wanted, |files| wanted.min(connections(files)))
}

/// How many files the process may open once it has raised its limit itself; none where there is no limit.
pub(crate) fn file_limit() -> Option<u64> {
    limit().and_then(|(_, most)| most)
}

/// How many connections so many files leave room for.
pub(crate) fn connections(files: u64) -> usize {
    let most = files.saturating_sub(ROOM_FOR_OTHERS) / FILES_PER_CONNECTION;
    // With fewer, nobody could be served at all; what is missing then shows when a connection cannot be taken.
    usize::try_from(most).unwrap_or(usize::MAX).max(16)
}

/// The limit of files; none where there is no limit.
#[cfg(unix)]
fn raised() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let (current, maximum) = limit()?;
    let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    if raised.is_ok() { maximum } else { current }
}

/// The limit in force, and the one that the process may raise it to.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
fn limit() -> Option<(Option<u64>, Option<u64>)> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    Some((limit.current, limit.maximum))
}

#[cfg(not(unix))]
fn limit() -> Option<(Option<u64>, Option<u64>)> {
    None
}

#[cfg(not(unix))]
fn raised() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_stay_below_the_limit_of_files() {
        for files in [256, 1024, 65_536] {
            let connections = u64::try_from(connections(files)).unwrap();
            assert!(connections * FILES_PER_CONNECTION + ROOM_FOR_OTHERS <= files, "{files}: {connections}");
        }
        assert_eq!(connections(64), 16, "a limit that is too low stops nobody altogether");
    }
}
