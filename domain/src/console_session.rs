//! Sessions of administrators at the console, as they are kept and shown.

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, id::ConsoleSessionId};

/// What a session at the console says of itself, among its contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOrigin {
    /// Its identifier. It is not in the cookie, and opens nothing.
    pub id: ConsoleSessionId,
    /// The browser and its system, as they call themselves; none if it is not known.
    pub browser: Option<String>,
    /// The network address that it was begun from.
    pub address: String,
}

/// The contents of a session at the console that are shown. Others stay with the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionContents {
    /// When the administrator signed in.
    pub signed_in_at: Timestamp,
    /// When it was last used, to a few minutes; none if it was not used since then.
    #[serde(default)]
    pub seen_at: Option<Timestamp>,
    /// What it says of itself; none for one that was begun by an earlier version.
    #[serde(default)]
    pub origin: Option<SessionOrigin>,
}

/// A session of an administrator, as they see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleSession {
    /// Its contents.
    pub contents: SessionContents,
    /// Whether it is the one that is looked from.
    pub is_this: bool,
}

impl ConsoleSession {
    /// Returns when it was last used, to a few minutes.
    pub fn last_used_at(&self) -> Timestamp {
        self.contents.seen_at.unwrap_or(self.contents.signed_in_at)
    }
}
