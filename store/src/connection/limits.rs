//! How long operations on the database may take.

use std::time::Duration;

/// The deadlines of a store, and the lifetimes of its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long to wait for a connection.
    pub acquire: Duration,
    /// How long one statement may take, COMMIT included.
    pub statement: Duration,
    /// How long a statement waits for a lock.
    pub lock: Duration,
    /// How long a connection may be idle before it is closed.
    pub idle: Duration,
    /// How long a connection is used before it is replaced.
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
