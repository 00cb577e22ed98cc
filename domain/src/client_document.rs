//! Clients that are known by the address of a document about them (draft-ietf-oauth-client-id-metadata-document-03): the address is the `client_id`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    client_about::ClientAbout,
    clock::Timestamp,
    id::{ClientId, InvalidId},
    origin::Origin,
};

/// The most characters of such an address.
pub const LONGEST_URL: usize = 512;

/// A `client_id` that is an address: `https://` with a path, without a user, a fragment and dots for steps in it; `http://` on this machine alone.
/// It is compared as it is written (RFC 3986 §6.2.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientIdUrl(String);

impl ClientIdUrl {
    /// Reads an address; none where the text is no such one.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST_URL || text.contains('#') {
            return None;
        }
        // The host is spelled plainly, and there is no user.
        let origin = Origin::parse(text)?;
        if !origin.is_tls() && !origin.is_loopback() {
            return None;
        }
        let (_, after_scheme) = text.split_once("://")?;
        let (_, path) = after_scheme.split_once('/')?;
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let is_step = |part: &str| {
            let part = part.to_ascii_lowercase().replace("%2e", ".");
            part == "." || part == ".."
        };
        if path.split('/').any(is_step) {
            return None;
        }
        Some(Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the host, with the port where it is not the usual one: who answers for the document.
    pub fn host(&self) -> String {
        Origin::parse(&self.0).map(|origin| host_of(&origin)).unwrap_or_default()
    }

    /// Returns whether it is at the usual port, where servers of others publish what anybody may read.
    pub fn is_at_usual_port(&self) -> bool {
        // The host has the port where it is another; of an IPv6 address the last part ends in a bracket.
        let host = self.host();
        host.rsplit_once(':').is_none_or(|(_, port)| port.bytes().any(|byte| !byte.is_ascii_digit()))
    }

    /// Returns whether it leads to this machine.
    pub fn is_loopback(&self) -> bool {
        Origin::parse(&self.0).is_some_and(|origin| origin.is_loopback())
    }
}

impl fmt::Display for ClientIdUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the host of an origin, with the port where it is not the usual one.
pub(crate) fn host_of(origin: &Origin) -> String {
    origin.to_string().split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default()
}

/// A `client_id` as clients and tokens have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientName {
    /// The identifier that this server gave.
    Id(ClientId),
    /// The address of the client's document.
    Url(ClientIdUrl),
}

impl fmt::Display for ClientName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Url(url) => url.fmt(f),
        }
    }
}

impl FromStr for ClientName {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.parse::<ClientId>() {
            Ok(id) => Ok(Self::Id(id)),
            Err(error) => ClientIdUrl::parse(text).map(Self::Url).ok_or(error),
        }
    }
}

impl Serialize for ClientName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClientName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Where the settings of a client come from that is known by its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientDocument {
    /// The address, which is its `client_id`.
    pub url: ClientIdUrl,
    /// When the document was last read, to the hour.
    pub read_at: Timestamp,
    /// What it says of the client, and what nothing here depends on.
    #[serde(default)]
    pub about: ClientAbout,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const URL: &str = "https://app.example.com/oauth/client.json";

    #[test]
    fn an_address_is_a_client_id_if_it_leads_to_a_document_by_one_spelling() {
        for fine in [
            URL,
            "https://app.example.com/",
            "https://app.example.com:8443/a?b=c",
            "https://app.example.com/a/",
            "http://127.0.0.1:9000/client.json",
        ] {
            assert_eq!(ClientIdUrl::parse(fine).unwrap().as_str(), fine);
            assert_eq!(fine.parse::<ClientName>().unwrap().to_string(), fine);
        }
        for wrong in [
            "",
            "app.example.com/client.json",
            "https://app.example.com",
            "https://app.example.com/a/../b",
            "https://app.example.com/./b",
            "https://app.example.com/%2E%2e/b",
            "https://app.example.com/a#b",
            "https://ann@app.example.com/a",
            "http://app.example.com/a",
            "https://0x7f.1/a",
            "ftp://app.example.com/a",
        ] {
            assert_eq!(ClientIdUrl::parse(wrong), None, "{wrong}");
        }
        assert_eq!(ClientIdUrl::parse(&format!("https://app.example.com/{}", "a".repeat(LONGEST_URL))), None);
        assert_eq!(ClientIdUrl::parse("https://APP.example.com:443/a").unwrap().host(), "app.example.com");
        assert_eq!(ClientIdUrl::parse("https://app.example.com:8443/a").unwrap().host(), "app.example.com:8443");
        for (url, is_usual) in [
            ("https://app.example.com/a", true),
            ("https://app.example.com:443/a", true),
            ("https://app.example.com:8443/a", false),
            ("https://[2001:db8::1]/a", true),
            ("https://[2001:db8::1]:25/a", false),
        ] {
            assert_eq!(ClientIdUrl::parse(url).unwrap().is_at_usual_port(), is_usual, "{url}");
        }
    }

    #[test]
    fn a_name_is_an_identifier_or_an_address_and_is_written_as_it_is_read() {
        let id = ClientId::new(Timestamp::from_millis(0), [7; 10]);
        for (text, name) in [(id.to_string(), ClientName::Id(id)), (URL.to_owned(), ClientName::Url(ClientIdUrl::parse(URL).unwrap()))] {
            assert_eq!(serde_json::from_value::<ClientName>(json!(text)).unwrap(), name);
            assert_eq!(serde_json::to_value(&name).unwrap(), json!(text));
        }
        assert!("shop".parse::<ClientName>().is_err());
    }
}
