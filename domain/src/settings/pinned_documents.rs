//! Documents of clients that a workspace keeps itself, in place of those that are published at their addresses.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::client_document::ClientIdUrl;

/// The most documents that a workspace keeps.
pub const MOST_PINNED: u32 = 20;
/// How many bytes one has at most, without the spaces between its parts: the settings of a workspace are in memory, and so are these.
pub const LONGEST_PINNED: usize = 8_192;

/// The document of the client at an address, as an administrator has given it. Its `client_id` is the address, at which nothing is read as long as
/// this is here. What else it says is checked where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct PinnedDocument {
    url: ClientIdUrl,
    members: Map<String, Value>,
}

/// Why something is no document to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinnedDocumentError {
    /// It is no JSON object.
    #[error("Paste the document itself: a JSON object with client_id and the other members.")]
    NotAnObject,
    /// It has more than [`LONGEST_PINNED`] bytes.
    #[error("A document has at most 8,192 bytes, without the spaces between its parts.")]
    TooLong,
    /// Its `client_id` is no address of a document.
    #[error(
        "The client_id of a document is its address: https:// with a path, without a user, a # part and dots for steps, and at most 512 \
         characters."
    )]
    Address,
    /// Its `client_id` is another address than the one that it is kept for.
    #[error("The client_id is the address of another document. Pin that one by itself.")]
    OtherAddress,
}

impl PinnedDocument {
    /// Reads a document as it is typed.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn parse(text: &str) -> Result<Self, PinnedDocumentError> {
        Self::of(serde_json::from_str(text).map_err(|_| PinnedDocumentError::NotAnObject)?)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn of(document: Value) -> Result<Self, PinnedDocumentError> {
        if document.to_string().len() > LONGEST_PINNED {
            return Err(PinnedDocumentError::TooLong);
        }
        match document {
            Value::Object(members) => members.try_into(),
            _ => Err(PinnedDocumentError::NotAnObject),
        }
    }

    /// The address of its client: the `client_id`.
    pub const fn url(&self) -> &ClientIdUrl {
        &self.url
    }

    /// Its members.
    pub const fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    /// What the client calls itself; nothing where it does not say.
    pub fn client_name(&self) -> &str {
        self.members.get("client_name").and_then(Value::as_str).unwrap_or_default()
    }

    /// The document as JSON.
    pub fn to_json(&self) -> Value {
        Value::Object(self.members.clone())
    }

    /// The document as it is read best.
    pub fn pretty(&self) -> String {
        serde_json::to_string_pretty(&self.members).unwrap_or_default()
    }
}

/// What is stored was checked when it was given, so its address alone is needed to read it back.
impl TryFrom<Map<String, Value>> for PinnedDocument {
    type Error = PinnedDocumentError;

    fn try_from(members: Map<String, Value>) -> Result<Self, PinnedDocumentError> {
        let address = members.get("client_id").and_then(Value::as_str).and_then(ClientIdUrl::parse);
        let url = address.ok_or(PinnedDocumentError::Address)?;
        Ok(Self { url, members })
    }
}

impl From<PinnedDocument> for Map<String, Value> {
    fn from(document: PinnedDocument) -> Self {
        document.members
    }
}

/// An address as a part of another, which may hold no slash: its base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedDocumentKey(pub ClientIdUrl);

impl fmt::Display for PinnedDocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_str()))
    }
}

impl FromStr for PinnedDocumentKey {
    type Err = PinnedDocumentError;

    fn from_str(text: &str) -> Result<Self, PinnedDocumentError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| PinnedDocumentError::Address)?;
        let address = std::str::from_utf8(&bytes).ok().and_then(ClientIdUrl::parse);
        address.map(Self).ok_or(PinnedDocumentError::Address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_kept_by_its_own_address_and_reads_back_as_it_was_written() {
        let text =
            r#"{"client_id":"https://app.example.com/client.json","client_name":"Notes","redirect_uris":["https://app.example.com/cb"]}"#;
        let document = PinnedDocument::parse(text).unwrap();
        assert_eq!((document.url().as_str(), document.client_name()), ("https://app.example.com/client.json", "Notes"));
        assert_eq!(serde_json::from_value::<PinnedDocument>(serde_json::to_value(&document).unwrap()).unwrap(), document);
        assert_eq!(PinnedDocument::parse(&document.pretty()), Ok(document.clone()));
        assert_eq!(PinnedDocument::of(document.to_json()), Ok(document.clone()));
        let key = PinnedDocumentKey(document.url().clone());
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!("%".parse::<PinnedDocumentKey>(), Err(PinnedDocumentError::Address));
    }

    #[test]
    fn what_has_no_address_or_is_too_long_is_no_document() {
        let long = format!(r#"{{"client_id":"https://app.example.com/a","client_name":"{}"}}"#, "x".repeat(LONGEST_PINNED));
        for (text, error) in [
            ("", PinnedDocumentError::NotAnObject),
            ("[]", PinnedDocumentError::NotAnObject),
            ("{}", PinnedDocumentError::Address),
            (r#"{"client_id":"https://app.example.com"}"#, PinnedDocumentError::Address),
            (r#"{"client_id":"http://app.example.com/a"}"#, PinnedDocumentError::Address),
            (long.as_str(), PinnedDocumentError::TooLong),
        ] {
            assert_eq!(PinnedDocument::parse(text), Err(error), "{text}");
        }
    }
}
