//! What an audit line says about how something was done: by which session or token, from where, and why.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::ApiTokenId;

/// Where a request came from. Empty where nobody asked over the network, as on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The network address that it came from.
    pub address: Option<IpAddr>,
    /// Its identifier, which its answer and the log have as well.
    pub request_id: Option<String>,
}

/// What an audit line says beyond who, what and when. What is not known or does not apply is absent.
///
/// It is stored as it is written, and read by versions that know fewer fields: the hash of a line is made over all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditContext {
    /// The identifier of the actor: an administrator, a user or a client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<Uuid>,
    /// The administrator's session at the console: the beginning of the hash by which it is stored, which opens nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The API token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_token: Option<ApiTokenId>,
    /// The network address that the request came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// The request's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The permission that it was done by, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// The reason, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl AuditContext {
    /// What is known of a request.
    pub fn from_source(source: &Source) -> Self {
        Self { address: source.address, request_id: source.request_id.clone(), ..Self::default() }
    }

    /// Returns whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
