//! How a tenant's mail is sent: its server, and what may go wrong.

use std::{fmt, net::IpAddr, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, name::Name, unknown_value::UnknownValue, user::UserIdentifier};

/// The name or address of a mail server: 1 to 253 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailHost(String);

/// The text is no name or address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the name of a server")]
pub struct InvalidMailHost;

impl MailHost {
    /// Checks a host: a name of letters, digits, hyphens and dots (RFC 1123 §2.1), or an IP address.
    pub fn parse(text: &str) -> Result<Self, InvalidMailHost> {
        let text = text.trim().to_ascii_lowercase();
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let fits = text.len() <= 253 && (text.split('.').all(label) || text.parse::<IpAddr>().is_ok());
        if fits { Ok(Self(text)) } else { Err(InvalidMailHost) }
    }

    /// The host as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MailHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for MailHost {
    type Error = InvalidMailHost;

    fn try_from(text: String) -> Result<Self, InvalidMailHost> {
        Self::parse(&text)
    }
}

impl From<MailHost> for String {
    fn from(host: MailHost) -> Self {
        host.0
    }
}

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// TLS from the first byte (RFC 8314 §3.3), usually at port 465.
    #[default]
    Implicit,
    /// TLS after STARTTLS (RFC 3207), usually at port 587. A server that does not offer it gets nothing.
    StartTls,
    /// No TLS, for a server on the same machine or network.
    None,
}

impl MailTls {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Implicit, Self::StartTls, Self::None];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::StartTls => "start_tls",
            Self::None => "none",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Implicit => "TLS (usually port 465)",
            Self::StartTls => "STARTTLS (usually port 587)",
            Self::None => "None (mail and password travel in the clear)",
        }
    }
}

impl FromStr for MailTls {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// The mail server of a tenant. Its password is not here: it is stored sealed, and never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailServer {
    /// Where it is.
    pub host: MailHost,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: MailTls,
    /// The user name to sign in with; none where the server asks for none.
    pub user: Option<String>,
    /// The address that mail comes from.
    pub sender: UserIdentifier,
    /// The name that mail comes from.
    pub sender_name: Name,
}

impl MailServer {
    /// Returns whether the password for one server may be sent to the other: they are the same for whoever listens.
    pub fn is_the_same_account_as(&self, other: &Self) -> bool {
        (&self.host, self.port, self.tls, &self.user) == (&other.host, other.port, other.tls, &other.user)
    }
}

/// Why a mail was not taken by a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailFailure {
    /// Nobody answers at the address.
    #[error("The mail server cannot be reached. Check its host and port.")]
    Unreachable,
    /// It did not answer in time.
    #[error("The mail server did not answer in time.")]
    TimedOut,
    /// Its address is in a private network, where this installation sends no mail.
    #[error("The mail server's address is in a private network, which this installation does not allow.")]
    PrivateNetwork,
    /// The certificate is not right, or TLS is not offered.
    #[error("TLS with the mail server failed. Check the TLS mode, and its certificate.")]
    Tls,
    /// The user name or the password is not right.
    #[error("The mail server refused the user name or the password.")]
    Authentication,
    /// It refused the sender, the recipient or the mail.
    #[error("The mail server refused the mail.")]
    Refused,
    /// It said something that is no answer, or asked to try later.
    #[error("The mail server had a problem.")]
    Server,
    /// The directory that mail is written to cannot be written.
    #[error("The mail could not be written to the outbox.")]
    Outbox,
}

/// The last mail that was not taken, if none was since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFailure {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub failure: MailFailure,
}

/// How a tenant's mail is sent, as the console shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// The server; none if there is none yet.
    pub server: Option<MailServer>,
    /// Counts its changes; 0 if there is none.
    pub version: i64,
    /// Whether it has a password.
    pub has_password: bool,
    /// Whether all mail of the installation is written to a directory instead.
    pub to_outbox: bool,
    /// How many mails wait to be sent.
    pub waiting: u64,
    /// The last failure, if no mail was sent since.
    pub last_failure: Option<LastFailure>,
    /// Whether the actor may change it.
    pub may_set: bool,
}

/// A mail server as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedMailServer {
    /// Where it is.
    pub host: String,
    /// Its port.
    pub port: String,
    /// How the connection is protected, by its name on the wire.
    pub tls: String,
    /// The user name; empty for none.
    pub user: String,
    /// The address that mail comes from.
    pub sender: String,
    /// The name that mail comes from.
    pub sender_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_and_nothing_that_leads_elsewhere() {
        for host in ["smtp.example.com", " Mail-1 ", "192.0.2.1", "2001:db8::1"] {
            assert!(MailHost::parse(host).is_ok(), "{host}");
        }
        for none in ["", "smtp.example.com:25", "a b", "-a.example", "a..b", "smtp://a", "user@a", "a/b", &"a".repeat(64), "é.example"] {
            assert!(MailHost::parse(none).is_err(), "{none}");
        }
    }

    #[test]
    fn a_tls_mode_is_read_by_its_name() {
        for tls in MailTls::ALL {
            assert_eq!(tls.name().parse(), Ok(tls));
            assert_eq!(serde_json::to_value(tls).unwrap(), tls.name());
        }
    }
}
