//! What a client says of itself, and what nothing here depends on.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    error::MetadataError,
    members::{Members, one_line},
};
use crate::client_uri::SectorIdentifierUri;

/// The most contacts of a client.
const MOST_CONTACTS: usize = 10;
/// The most characters of a contact: as many as an e-mail address has (RFC 5321 §4.5.3.1.3).
const LONGEST_CONTACT: usize = 254;
/// The most characters of what identifies the software.
const LONGEST_SOFTWARE: usize = 100;

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

impl ClientAbout {
    /// Reads it, but for what shows the sector.
    pub(super) fn read(members: Members<'_>) -> Result<Self, MetadataError> {
        let contacts = members.list("contacts", MOST_CONTACTS)?.unwrap_or_default();
        Ok(Self {
            client_uri: members.page("client_uri")?,
            logo_uri: members.page("logo_uri")?,
            tos_uri: members.page("tos_uri")?,
            policy_uri: members.page("policy_uri")?,
            contacts: contacts.into_iter().map(|contact| one_line("contacts", contact, LONGEST_CONTACT)).collect::<Result<_, _>>()?,
            software_id: members.line("software_id", LONGEST_SOFTWARE)?,
            software_version: members.line("software_version", LONGEST_SOFTWARE)?,
            sector_identifier_uri: None,
        })
    }

    /// Writes it into a document, but for what shows the sector.
    pub(super) fn write(&self, document: &mut Map<String, Value>) {
        let texts = [
            ("client_uri", &self.client_uri),
            ("logo_uri", &self.logo_uri),
            ("tos_uri", &self.tos_uri),
            ("policy_uri", &self.policy_uri),
            ("software_id", &self.software_id),
            ("software_version", &self.software_version),
        ];
        for (member, text) in texts {
            if let Some(text) = text {
                document.insert(member.to_owned(), text.clone().into());
            }
        }
        if !self.contacts.is_empty() {
            document.insert("contacts".to_owned(), self.contacts.clone().into());
        }
    }
}
