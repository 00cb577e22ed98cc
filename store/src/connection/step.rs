//! Statements of SQLite that are sent together.

/// A statement of SQLite, or several at once: one message to the thread of the connection.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// The text, which is prepared once.
    pub(crate) sql: &'static str,
    /// The parameters, as JSON.
    pub(crate) parameters: Vec<String>,
}
