//! What clients call users (`sub`): all the same, or each sector another (OpenID Connect Core §8).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{origin::Origin, unknown_value::UnknownValue};

/// Whether a client calls a user as every other client does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// By the user's identifier, which is the same for each of these clients.
    #[default]
    Public,
    /// By a name that the clients of its sector have for the user, and nobody else.
    Pairwise,
}

impl SubjectType {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 2] = [Self::Public, Self::Pairwise];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Pairwise => "pairwise",
        }
    }
}

impl fmt::Display for SubjectType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SubjectType {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// A sector: a host whose clients have one name for a user (OpenID Connect Core §8.1). 1 to 253 characters, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SectorIdentifier(String);

/// The text names no sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the name of a host")]
pub struct InvalidSectorIdentifier;

impl SectorIdentifier {
    /// Reads the name of a host. This machine is none: every program on every machine would be of its sector.
    pub fn parse(text: &str) -> Result<Self, InvalidSectorIdentifier> {
        let host = text.trim().to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        let is_name = !host.is_empty() && host.len() <= 253 && !host.contains(['/', ':', '?', '#', '@']);
        let origin = Origin::parse(&format!("https://{host}/")).filter(|origin| is_name && !origin.is_loopback());
        origin.map(|_| Self(host.to_owned())).ok_or(InvalidSectorIdentifier)
    }

    /// Returns the host of an address; none where it has none, or is on the user's own machine.
    pub fn of_address(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let authority = rest.split(['/', '?', '#']).next()?;
        let with_port = authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
        Self::parse(with_port.map_or(authority, |(host, _)| host)).ok()
    }

    /// The host.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SectorIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SectorIdentifier {
    type Err = InvalidSectorIdentifier;

    fn from_str(text: &str) -> Result<Self, InvalidSectorIdentifier> {
        Self::parse(text)
    }
}

impl TryFrom<String> for SectorIdentifier {
    type Error = InvalidSectorIdentifier;

    fn try_from(text: String) -> Result<Self, InvalidSectorIdentifier> {
        Self::parse(&text)
    }
}

impl From<SectorIdentifier> for String {
    fn from(sector: SectorIdentifier) -> Self {
        sector.0
    }
}

/// The sector whose name for a user a client was told at a sign-in. It is kept with all that comes of the sign-in: a client never learns afterwards what
/// another sector calls its users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInSector {
    /// The sector; none where the user has the name that all others know.
    Kept(Option<SectorIdentifier>),
    /// It began before its sector was kept.
    Unknown,
}

impl SignInSector {
    /// Returns the sector, for which what the client has now stands in only where none was kept.
    pub fn or_else(&self, now: impl FnOnce() -> Option<SectorIdentifier>) -> Option<SectorIdentifier> {
        match self {
            Self::Kept(sector) => sector.clone(),
            Self::Unknown => now(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_is_a_host_that_is_spelled_plainly() {
        for fine in ["example.com", " Shop.Example.com ", "example.com.", "192.0.2.7"] {
            let sector = SectorIdentifier::parse(fine).unwrap();
            assert_eq!(sector.as_str(), fine.trim().trim_end_matches('.').to_lowercase());
            assert_eq!(serde_json::from_value::<SectorIdentifier>(serde_json::to_value(&sector).unwrap()).unwrap(), sector);
        }
        let long = format!("{}.com", "a".repeat(253));
        let wrong = ["", ".", "https://example.com", "example.com/", "example.com:443", "ann@example.com", "localhost", "127.0.0.1"];
        for wrong in wrong.into_iter().chain([long.as_str()]) {
            assert_eq!(SectorIdentifier::parse(wrong), Err(InvalidSectorIdentifier), "{wrong}");
        }
    }

    #[test]
    fn the_sector_of_an_address_is_its_host_whatever_port_and_path_it_has() {
        for address in ["https://app.example.com/callback", "https://APP.example.com:8443?x", "https://app.example.com"] {
            assert_eq!(SectorIdentifier::of_address(address).unwrap().as_str(), "app.example.com");
        }
        let programs = ["com.example.app:/callback", "com.example.app://cb"];
        for without in programs.into_iter().chain(["http://127.0.0.1/callback", "http://localhost:8099/", "http://[::1]/"]) {
            assert_eq!(SectorIdentifier::of_address(without), None, "{without}");
        }
    }

    #[test]
    fn the_sector_of_a_sign_in_stays_whatever_the_client_has_now() {
        let [then, now] = ["then.example", "now.example"].map(|host| SectorIdentifier::parse(host).ok());
        assert_eq!(SignInSector::Kept(then.clone()).or_else(|| now.clone()), then);
        assert_eq!(SignInSector::Kept(None).or_else(|| now.clone()), None);
        assert_eq!(SignInSector::Unknown.or_else(|| now.clone()), now);
    }

    #[test]
    fn each_subject_type_is_read_by_its_name() {
        for kind in SubjectType::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        assert_eq!("secret".parse::<SubjectType>(), Err(UnknownValue));
    }
}
