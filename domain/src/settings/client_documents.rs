//! Settings › Client registration, of clients that are known by the address of a document (draft-ietf-oauth-client-id-metadata-document-03).

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    client_document::{ClientIdUrl, host_of},
    origin::Origin,
    unknown_value::UnknownValue,
};

/// The most hosts that a workspace allows.
pub const MOST_HOSTS: usize = 100;

/// Whose documents a workspace reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentMode {
    /// Nobody's: a client is known by an identifier of this server alone.
    #[default]
    Closed,
    /// Those at hosts that are allowed.
    Hosts,
    /// Anybody's.
    Any,
}

impl DocumentMode {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Hosts, Self::Any];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Hosts => "hosts",
            Self::Any => "any",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Closed => "Not accepted",
            Self::Hosts => "At allowed hosts",
            Self::Any => "At any host",
        }
    }

    /// One sentence for the administrator who chooses.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Closed => "An address is no client ID.",
            Self::Hosts => "A client ID can be the address of a document at one of the hosts below.",
            Self::Any => "Anybody who publishes a document has a client, and users are asked whether they trust its host.",
        }
    }
}

impl FromStr for DocumentMode {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// The hosts whose documents are read, each as a name or an address, with a port where it is not 443.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<String>", into = "BTreeSet<String>")]
pub struct DocumentHosts(BTreeSet<String>);

/// Something is no host, or there are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Type at most 100 hosts, separated by spaces: names with a port where it is not 443, such as app.example.com or localhost:8080, without https:// and without a path."
)]
pub struct InvalidDocumentHosts;

impl DocumentHosts {
    /// Reads hosts, each by itself.
    ///
    /// # Errors
    /// One of them is none, or there are too many.
    pub fn of<'a>(hosts: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidDocumentHosts> {
        let host = |text: &str| {
            let plain = !text.is_empty() && !text.contains(['/', '?', '#', '@']);
            Origin::parse(&format!("https://{text}")).filter(|_| plain).map(|origin| host_of(&origin)).ok_or(InvalidDocumentHosts)
        };
        let hosts = hosts.into_iter().map(host).collect::<Result<BTreeSet<_>, _>>()?;
        if hosts.len() > MOST_HOSTS { Err(InvalidDocumentHosts) } else { Ok(Self(hosts)) }
    }

    /// Reads hosts with spaces between them.
    ///
    /// # Errors
    /// Those of [`DocumentHosts::of`].
    pub fn parse(text: &str) -> Result<Self, InvalidDocumentHosts> {
        Self::of(text.split_whitespace())
    }

    /// The hosts.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl fmt::Display for DocumentHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().collect::<Vec<_>>().join(" "))
    }
}

impl TryFrom<BTreeSet<String>> for DocumentHosts {
    type Error = InvalidDocumentHosts;

    fn try_from(hosts: BTreeSet<String>) -> Result<Self, InvalidDocumentHosts> {
        Self::of(hosts.iter().map(String::as_str))
    }
}

impl From<DocumentHosts> for BTreeSet<String> {
    fn from(hosts: DocumentHosts) -> Self {
        hosts.0
    }
}

impl DocumentMode {
    /// Returns whether it reads any document: at allowed hosts there has to be one.
    pub fn is_of_use(self, hosts: &DocumentHosts) -> bool {
        self != Self::Hosts || !hosts.0.is_empty()
    }

    /// Returns whether a document at this address is read. At any host that is the usual port, or one of this machine: strangers name the addresses, and
    /// would make this server knock at whatever there is.
    pub fn takes(self, hosts: &DocumentHosts, url: &ClientIdUrl) -> bool {
        match self {
            Self::Closed => false,
            Self::Hosts => hosts.0.contains(&url.host()),
            Self::Any => url.is_at_usual_port() || url.is_loopback() || hosts.0.contains(&url.host()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowed_host_is_that_host_at_that_port() {
        let hosts = DocumentHosts::parse(" App.example.com:443 localhost:8080\n[::1] ").unwrap();
        assert_eq!(hosts.to_string(), "[::1] app.example.com localhost:8080");
        assert_eq!(DocumentHosts::parse(&hosts.to_string()), Ok(hosts.clone()));
        let url = |text| ClientIdUrl::parse(text).unwrap();
        for (text, is_allowed) in [
            ("https://app.example.com/a", true),
            ("https://APP.example.com:443/b?c", true),
            ("https://app.example.com:8443/a", false),
            ("https://other.app.example.com/a", false),
            ("http://localhost:8080/a", true),
        ] {
            assert_eq!(DocumentMode::Hosts.takes(&hosts, &url(text)), is_allowed, "{text}");
            let is_usual = text != "https://app.example.com:8443/a";
            assert_eq!(DocumentMode::Any.takes(&hosts, &url(text)), is_usual, "{text}");
            assert!(!DocumentMode::Closed.takes(&hosts, &url(text)));
        }
        let at_port = DocumentHosts::parse("app.example.com:8443").unwrap();
        assert!(DocumentMode::Any.takes(&at_port, &url("https://app.example.com:8443/a")), "an allowed one at its port");
        for wrong in ["https://app.example.com", "app.example.com/a", "ann@app.example.com", "*.example.com", "app.example.com:99999"] {
            assert_eq!(DocumentHosts::parse(wrong), Err(InvalidDocumentHosts), "{wrong}");
        }
        let many: Vec<_> = (0..=MOST_HOSTS).map(|number| format!("h{number}.example.com")).collect();
        assert_eq!(DocumentHosts::parse(&many.join(" ")), Err(InvalidDocumentHosts));
    }

    #[test]
    fn at_allowed_hosts_there_has_to_be_one() {
        let hosts = DocumentHosts::parse("app.example.com").unwrap();
        let useless: Vec<_> = DocumentMode::ALL.into_iter().filter(|mode| !mode.is_of_use(&DocumentHosts::default())).collect();
        assert_eq!(useless, [DocumentMode::Hosts]);
        assert!(DocumentMode::ALL.into_iter().all(|mode| mode.is_of_use(&hosts)));
    }

    #[test]
    fn each_mode_is_read_by_its_name() {
        for mode in DocumentMode::ALL {
            assert_eq!(mode.name().parse(), Ok(mode));
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.name());
        }
    }
}
