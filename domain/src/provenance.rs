//! Who stands for what a client is called.

use serde::{Deserialize, Serialize};

use crate::client::Client;

/// Who stands for what a client says of itself. What users and administrators read beside its name follows from this alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// An administrator, who made it.
    Administrator,
    /// Whoever answers at this host, where it publishes a document.
    Published(String),
    /// Nobody: it registered itself.
    Registered,
}

impl Provenance {
    /// Returns that of a client.
    pub fn of(client: &Client) -> Self {
        match &client.document {
            Some(document) => Self::Published(document.url.host()),
            None if client.registered_itself => Self::Registered,
            None => Self::Administrator,
        }
    }

    /// Returns whether an administrator stands for it.
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Administrator)
    }

    /// Returns the host that publishes it, if one does.
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Published(host) => Some(host),
            Self::Administrator | Self::Registered => None,
        }
    }
}
