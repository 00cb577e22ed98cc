//! How long anything at the database may take.

use std::time::Duration;

/// The deadlines of a store, and how long its connections are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long to wait for a connection.
    pub acquire: Duration,
    /// How long one statement may take, a COMMIT among them.
    pub statement: Duration,
    /// How long a statement waits for a lock.
    pub lock: Duration,
    /// How long a connection may rest unused before it is closed.
    pub idle: Duration,
    /// How long a connection is used before another takes its place.
    pub life: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            acquire: Duration::from_secs(5),
            statement: Duration::from_secs(10),
            lock: Duration::from_secs(5),
            idle: Duration::from_mins(10),
            life: Duration::from_mins(30),
        }
    }
}
