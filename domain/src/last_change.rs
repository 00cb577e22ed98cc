//! Who changed a setting last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{audit::ActorKind, clock::Timestamp};

/// The last change of a setting, as the audit trail tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastChange {
    /// The kind of actor that made it.
    pub by_kind: ActorKind,
    /// Who made it: the name or address that they had then, also of somebody who was deleted since.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// The last change of each setting of something, by its name on the wire; of those that were changed lately enough to be found.
pub type LastChanges = BTreeMap<String, LastChange>;
