//! The browser's answers, as a page's script sends them (§5.1 of the standard, `RegistrationResponseJSON` and `AuthenticationResponseJSON`).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::error::PasskeyError;

/// The most bytes of an answer. One with an attestation, which is not asked for, has a few thousand.
const MOST_BYTES: usize = 64 * 1024;

/// Bytes in base64url.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Octets(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map(Self).map_err(D::Error::custom)
    }
}

/// A passkey that was made.
#[derive(Debug, Clone, Deserialize)]
pub struct RegistrationResponse {
    #[serde(rename = "rawId")]
    pub(super) id: Octets,
    pub(super) response: Attestation,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attestation {
    #[serde(rename = "clientDataJSON")]
    pub(super) client_data: Octets,
    pub(super) attestation_object: Octets,
}

/// A passkey that was used.
#[derive(Debug, Clone, Deserialize)]
pub struct AssertionResponse {
    #[serde(rename = "rawId")]
    pub(super) id: Octets,
    pub(super) response: Assertion,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assertion {
    #[serde(rename = "clientDataJSON")]
    pub(super) client_data: Octets,
    pub(super) authenticator_data: Octets,
    pub(super) signature: Octets,
    /// The identifier of the account that it was made for; some authenticators say it only where no passkey was named.
    pub(super) user_handle: Option<Octets>,
}

impl RegistrationResponse {
    /// Reads an answer.
    pub fn parse(json: &str) -> Result<Self, PasskeyError> {
        parse(json)
    }
}

impl AssertionResponse {
    /// Reads an answer.
    pub fn parse(json: &str) -> Result<Self, PasskeyError> {
        parse(json)
    }

    /// The identifier of the passkey that was used.
    pub fn credential(&self) -> &[u8] {
        &self.id.0
    }

    /// The same as text, by which attempts are counted.
    pub fn credential_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.id.0)
    }
}

fn parse<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, PasskeyError> {
    if json.len() > MOST_BYTES {
        return Err(PasskeyError::Malformed);
    }
    serde_json::from_str(json).map_err(|_| PasskeyError::Malformed)
}
