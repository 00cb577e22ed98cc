//! Settings › Client registration, of clients that register themselves (RFC 7591), or are known by a document.

use std::{collections::BTreeSet, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    client_document::ClientIdUrl,
    grant_type::GrantType,
    scope::{EMAIL, OFFLINE_ACCESS, OPENID, PROFILE, Scope, Scopes},
    settings::{
        client_documents::{DocumentHosts, DocumentMode},
        pinned_documents::PinnedDocument,
    },
    unknown_value::UnknownValue,
};

/// Who may register clients.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationMode {
    /// Nobody: there is no such endpoint.
    #[default]
    Closed,
    /// Whoever has an initial access token (RFC 7591 §3).
    InitialAccessToken,
    /// Anybody.
    Open,
}

impl RegistrationMode {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::InitialAccessToken, Self::Open];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::InitialAccessToken => "initial_access_token",
            Self::Open => "open",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Closed => "Off",
            Self::InitialAccessToken => "With an initial access token",
            Self::Open => "Open to everybody",
        }
    }

    /// One sentence for the administrator who chooses.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Closed => "Clients are created by administrators alone.",
            Self::InitialAccessToken => "A client registers with a token that you hand out.",
            Self::Open => "Anybody can register a client, and users are asked whether they trust it.",
        }
    }
}

impl FromStr for RegistrationMode {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// A bound of what can be registered: 1 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct RegistrationLimit(u16);

/// The number is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose between 1 and 10,000.")]
pub struct RegistrationLimitOutOfBounds;

impl RegistrationLimit {
    /// The largest.
    pub const MOST: u16 = 10_000;

    /// A limit as it is typed.
    pub fn parse(text: &str) -> Result<Self, RegistrationLimitOutOfBounds> {
        text.trim().parse::<u16>().map_err(|_| RegistrationLimitOutOfBounds)?.try_into()
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for RegistrationLimit {
    type Error = RegistrationLimitOutOfBounds;

    fn try_from(most: u16) -> Result<Self, RegistrationLimitOutOfBounds> {
        if (1..=Self::MOST).contains(&most) { Ok(Self(most)) } else { Err(RegistrationLimitOutOfBounds) }
    }
}

impl From<RegistrationLimit> for u16 {
    fn from(limit: RegistrationLimit) -> Self {
        limit.0
    }
}

/// Who may register clients in a workspace, and what such a client can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationSettings {
    /// *Client registration*: who may.
    pub client_registration: RegistrationMode,
    /// The grant types that such a client can have, where the workspace allows them, too.
    pub registration_grant_types: BTreeSet<GrantType>,
    /// The scopes that it can have, as far as a service of the workspace has them.
    pub registration_scopes: Scopes,
    /// How many clients of the workspace can have registered themselves at a time.
    pub registration_most_clients: RegistrationLimit,
    /// How many registrations an hour are taken from one network without an initial access token.
    pub registration_most_per_hour: RegistrationLimit,
    /// *Client ID metadata documents*: whose are read. What such a client can ask for, and how many there can be, is as of those that register.
    pub client_documents: DocumentMode,
    /// The hosts whose documents are read where those alone are.
    pub client_document_hosts: DocumentHosts,
    /// Documents that are kept here, each once, by their addresses in alphabetical order: at these nothing is read. They are taken whatever the
    /// others are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pinned_client_documents: Vec<PinnedDocument>,
}

impl RegistrationSettings {
    /// Returns whether the document of an address is that of a client here.
    pub fn takes_document(&self, url: &ClientIdUrl) -> bool {
        self.pinned_document(url).is_some() || self.client_documents.takes(&self.client_document_hosts, url)
    }

    /// Returns whether there are addresses whose documents are those of clients here.
    pub fn takes_documents(&self) -> bool {
        self.client_documents != DocumentMode::Closed || !self.pinned_client_documents.is_empty()
    }

    /// Returns the document that is kept for an address.
    pub fn pinned_document(&self, url: &ClientIdUrl) -> Option<&PinnedDocument> {
        self.pinned_client_documents.iter().find(|pinned| pinned.url() == url)
    }

    /// The same settings with this document, in place of the one of its address where there is one.
    #[must_use]
    pub fn with_pinned(self, document: PinnedDocument) -> Self {
        let mut settings = self.without_pinned(document.url());
        settings.pinned_client_documents.push(document);
        settings.pinned_client_documents.sort_by(|one, other| one.url().cmp(other.url()));
        settings
    }

    /// The same settings without a document for this address.
    #[must_use]
    pub fn without_pinned(mut self, url: &ClientIdUrl) -> Self {
        self.pinned_client_documents.retain(|pinned| pinned.url() != url);
        self
    }
}

impl Default for RegistrationSettings {
    fn default() -> Self {
        let scopes = [OPENID, PROFILE, EMAIL, OFFLINE_ACCESS];
        Self {
            client_registration: RegistrationMode::default(),
            // What acts for itself, or for somebody who is not there to be asked, is an administrator's to allow.
            registration_grant_types: BTreeSet::from([GrantType::AuthorizationCode, GrantType::RefreshToken]),
            registration_scopes: scopes.into_iter().filter_map(|scope| Scope::parse(scope).ok()).collect(),
            registration_most_clients: RegistrationLimit(100),
            registration_most_per_hour: RegistrationLimit(10),
            client_documents: DocumentMode::default(),
            client_document_hosts: DocumentHosts::default(),
            pinned_client_documents: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_without_settings_has_registration_off_and_each_mode_is_read_by_its_name() {
        let usual = RegistrationSettings::default();
        assert_eq!(serde_json::from_str::<RegistrationSettings>("{}").unwrap(), usual);
        assert_eq!(usual.client_registration, RegistrationMode::Closed);
        assert_eq!(usual.registration_scopes.to_string(), "email offline_access openid profile");
        for mode in RegistrationMode::ALL {
            assert_eq!(mode.name().parse(), Ok(mode));
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.name());
        }
    }

    #[test]
    fn a_document_that_is_kept_is_taken_whatever_is_read_and_takes_the_place_of_the_one_before() {
        let document = |url: &str, name: &str| PinnedDocument::of(serde_json::json!({ "client_id": url, "client_name": name })).unwrap();
        let (a, b) = ("https://a.example.com/client.json", "https://b.example.com/client.json");
        let settings = RegistrationSettings::default();
        assert!(!settings.takes_documents());
        let settings = settings.with_pinned(document(b, "B")).with_pinned(document(a, "A")).with_pinned(document(b, "Beta"));
        let names: Vec<_> = settings.pinned_client_documents.iter().map(PinnedDocument::client_name).collect();
        assert_eq!((names, settings.client_documents), (vec!["A", "Beta"], DocumentMode::Closed));
        let url = |text| ClientIdUrl::parse(text).unwrap();
        assert!(settings.takes_documents() && settings.takes_document(&url(a)));
        assert!(!settings.takes_document(&url("https://a.example.com/b")));
        assert_eq!(serde_json::from_str::<RegistrationSettings>(&serde_json::to_string(&settings).unwrap()).unwrap(), settings);
        let left = settings.without_pinned(&url(a)).without_pinned(&url(b));
        assert_eq!(left, RegistrationSettings::default());
    }

    #[test]
    fn a_limit_is_within_its_bounds() {
        assert_eq!(RegistrationLimit::parse(" 10000 ").map(RegistrationLimit::get), Ok(10_000));
        for wrong in ["", "0", "10001", "65536", "-1", "1.5"] {
            assert_eq!(RegistrationLimit::parse(wrong), Err(RegistrationLimitOutOfBounds), "{wrong}");
        }
    }
}
