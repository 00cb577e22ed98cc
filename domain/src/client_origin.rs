//! How a client came to be, and what is looked for in the list of clients.

use std::str::FromStr;

use crate::unknown_value::UnknownValue;

/// How a client came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientOrigin {
    /// An administrator has made it, or a program with the rights of one.
    Administrator,
    /// It registered itself (RFC 7591).
    Registration,
    /// It is known by a document that it publishes (draft-ietf-oauth-client-id-metadata-document).
    Document,
}

impl ClientOrigin {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Registration, Self::Document];

    /// The value in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Registration => "registration",
            Self::Document => "document",
        }
    }
}

impl FromStr for ClientOrigin {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// What is looked for in the list of clients.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClientSearch<'a> {
    /// Words of their names, or an identifier; empty for all.
    pub text: &'a str,
    /// Only those that came to be in this way.
    pub origin: Option<ClientOrigin>,
}

impl<'a> From<&'a str> for ClientSearch<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, origin: None }
    }
}

impl<'a> From<&'a String> for ClientSearch<'a> {
    fn from(text: &'a String) -> Self {
        Self { text, origin: None }
    }
}
