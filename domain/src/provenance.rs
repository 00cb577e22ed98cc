//! Who stands for what a client is called.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    client::{Client, ClientSettings},
    origin::Origin,
    redirect_uri::RedirectUri,
};

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

    /// Returns what users go by when they allow a client of this kind: its name, and where they are sent back to. What they agreed to ends where that
    /// changes, and so does a page that is open. An administrator stands for what becomes of their clients.
    pub fn seen(&self, settings: &ClientSettings) -> (String, BTreeSet<String>) {
        let place = |uri: &RedirectUri| {
            let scheme = || uri.as_str().split(':').next().unwrap_or_default().to_owned();
            Origin::parse(uri.as_str()).map_or_else(scheme, |origin| origin.to_string())
        };
        let uris = settings.redirect_uris.iter();
        let places = match self {
            Self::Administrator => BTreeSet::new(),
            Self::Published(_) => uris.map(place).collect(),
            // It can change them one by one.
            Self::Registered => uris.map(ToString::to_string).collect(),
        };
        (settings.name.to_string(), places)
    }

    /// Returns the host that publishes it, if one does.
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Published(host) => Some(host),
            Self::Administrator | Self::Registered => None,
        }
    }
}
