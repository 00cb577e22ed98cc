//! What a client says of itself, as a document has it.

use serde_json::{Map, Value};

use super::{
    error::MetadataError,
    members::{Members, one_line},
};
use crate::client_about::ClientAbout;

/// The most contacts of a client.
const MOST_CONTACTS: usize = 10;
/// The most characters of a contact: as many as an e-mail address has (RFC 5321 §4.5.3.1.3).
const LONGEST_CONTACT: usize = 254;
/// The most characters of what identifies the software.
const LONGEST_SOFTWARE: usize = 100;

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
