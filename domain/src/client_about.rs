//! What a client says of itself, and what nothing here depends on.

use serde::{Deserialize, Serialize};

use crate::client_uri::SectorIdentifierUri;

/// What a client says of itself (RFC 7591 §2). Nobody has checked it, and nothing depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientAbout {
    /// Its home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    /// Its logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Its terms of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<String>,
    /// Its privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<String>,
    /// Who is responsible for it, as a rule by e-mail addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// What the software is, the same for all its copies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_id: Option<String>,
    /// The version of the software.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_version: Option<String>,
    /// The document by which it showed of which sector it is. This one was read when it registered or changed its redirect URIs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector_identifier_uri: Option<SectorIdentifierUri>,
}
