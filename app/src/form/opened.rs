//! Two administrators at the same page: what the second to save did not touch stays as the first saved it, and what both changed is asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod merge;
#[cfg(test)]
pub use merge::Merged;
pub use merge::Sent;
pub use merge::Write;
pub use merge::of_some_pages;

/// What a page showed when it was opened: by it the server tells what was typed from what others saved meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opened {
    /// The values of its fields, as JSON.
    pub values: String,
    /// The values of others that were asked about, as JSON.
    pub seen: String,
    /// The answers.
    pub keep: BTreeMap<String, Keep>,
}

/// The value of a field that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The one that was saved meanwhile.
    Theirs,
    /// The one that was typed.
    Mine,
}
