//! What the search found, as a page and the browser show it.

use serde::{Deserialize, Serialize};

/// What was found of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundGroup {
    /// What several of them are called.
    pub title: String,
    /// What was found.
    pub found: Vec<FoundLink>,
    /// Whether there may be more.
    pub more: bool,
}

/// The way to something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundLink {
    /// What it is called.
    pub name: String,
    /// What tells it from others of that name, and where it is.
    pub detail: String,
    /// The address of its page.
    pub address: String,
}
