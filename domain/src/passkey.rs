//! Passkeys, as their owners see them.

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, id::PasskeyId, name::Name};

/// How many passkeys one person may have.
pub const MOST_PASSKEYS: usize = 10;

/// A passkey of an administrator or a user, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySummary {
    /// Its identifier.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: Name,
    /// Whether it may be copied to other devices, as password managers do; one that may not is lost with its device.
    pub synced: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub last_used_at: Option<Timestamp>,
}
