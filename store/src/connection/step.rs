//! Statements of SQLite that are sent together.

/// A statement of SQLite, or several at once: one message to the thread of the connection.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// The text, which is prepared once.
    pub(crate) sql: &'static str,
    /// The parameters, as JSON.
    pub(crate) parameters: Vec<String>,
}

impl Step {
    /// Returns a text with its parameters: `$1` and so on, each as often as needed. Of a `?2` that stands alone in its statement SQLite makes two
    /// parameters, and the driver takes the first for one of the text's own: what comes behind it would be nothing.
    pub(crate) fn new(sql: &'static str, parameters: Vec<String>) -> Self {
        debug_assert!(!sql.contains("(?"), "parameters are `$1` and so on: {sql}");
        Self { sql, parameters }
    }
}
