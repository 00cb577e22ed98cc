//! What a certificate says of its client.

use std::{fmt, net::IpAddr, str::FromStr};

use fluent_uri::Uri;
use serde::{Deserialize, Serialize};

use super::{distinguished_name::DistinguishedName, error::CertificateSubjectError};
use crate::unknown_value::UnknownValue;

/// The most characters of a subject that is typed.
const LONGEST: usize = DistinguishedName::MAX_CHARS;
/// The most characters of a host name, and of one of its labels (RFC 1035 §2.3.4).
const LONGEST_HOST: usize = 253;
const LONGEST_LABEL: usize = 63;

/// By what a certificate is known to be a client's (RFC 8705 §2.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SubjectKind {
    /// Its subject.
    #[serde(rename = "tls_client_auth_subject_dn")]
    DistinguishedName,
    /// A host name among its alternative names.
    #[serde(rename = "tls_client_auth_san_dns")]
    HostName,
    /// A URI among them.
    #[serde(rename = "tls_client_auth_san_uri")]
    Uri,
    /// An IP address among them.
    #[serde(rename = "tls_client_auth_san_ip")]
    IpAddress,
    /// An e-mail address among them.
    #[serde(rename = "tls_client_auth_san_email")]
    Email,
}

impl SubjectKind {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 5] = [Self::DistinguishedName, Self::HostName, Self::Uri, Self::IpAddress, Self::Email];

    /// Its name in the metadata of a client.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DistinguishedName => "tls_client_auth_subject_dn",
            Self::HostName => "tls_client_auth_san_dns",
            Self::Uri => "tls_client_auth_san_uri",
            Self::IpAddress => "tls_client_auth_san_ip",
            Self::Email => "tls_client_auth_san_email",
        }
    }
}

impl FromStr for SubjectKind {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// What a certificate has to say to be a client's: exactly one of five things.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CertificateSubject {
    /// Its subject is this.
    #[serde(rename = "tls_client_auth_subject_dn")]
    DistinguishedName(DistinguishedName),
    /// This host name is among its alternative names, in lower case. No wildcard stands for it.
    #[serde(rename = "tls_client_auth_san_dns")]
    HostName(String),
    /// This URI is among them, to the letter.
    #[serde(rename = "tls_client_auth_san_uri")]
    Uri(String),
    /// This IP address is among them.
    #[serde(rename = "tls_client_auth_san_ip")]
    IpAddress(IpAddr),
    /// This e-mail address is among them, its host in lower case.
    #[serde(rename = "tls_client_auth_san_email")]
    Email(String),
}

impl CertificateSubject {
    /// Reads what is typed. Spaces around it are nothing.
    ///
    /// # Errors
    /// The reason why it is nothing of this kind.
    pub fn parse(kind: SubjectKind, text: &str) -> Result<Self, CertificateSubjectError> {
        if kind == SubjectKind::DistinguishedName {
            return DistinguishedName::parse(text).map(Self::DistinguishedName);
        }
        Self::exact(kind, text.trim())
    }

    /// Reads what a certificate says. Nothing in it is passed over: a name with a space before it is another name.
    ///
    /// # Errors
    /// The reason why it is nothing of this kind.
    pub fn exact(kind: SubjectKind, text: &str) -> Result<Self, CertificateSubjectError> {
        if text.chars().count() > LONGEST {
            return Err(CertificateSubjectError::TooLong);
        }
        match kind {
            SubjectKind::DistinguishedName => DistinguishedName::parse(text).map(Self::DistinguishedName),
            SubjectKind::HostName => {
                is_host(text).then(|| Self::HostName(text.to_ascii_lowercase())).ok_or(CertificateSubjectError::HostName)
            }
            SubjectKind::Uri => {
                let is_uri = Uri::parse(text).is_ok();
                is_uri.then(|| Self::Uri(text.to_owned())).ok_or(CertificateSubjectError::Uri)
            }
            SubjectKind::IpAddress => text.parse().map(Self::IpAddress).map_err(|_| CertificateSubjectError::IpAddress),
            SubjectKind::Email => {
                let parts = text.rsplit_once('@').filter(|(user, host)| is_user(user) && is_host(host));
                let (user, host) = parts.ok_or(CertificateSubjectError::Email)?;
                // RFC 5280 §7.5: case counts before the sign, and not behind it.
                Ok(Self::Email(format!("{user}@{}", host.to_ascii_lowercase())))
            }
        }
    }

    /// Which of the five it is.
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::DistinguishedName(_) => SubjectKind::DistinguishedName,
            Self::HostName(_) => SubjectKind::HostName,
            Self::Uri(_) => SubjectKind::Uri,
            Self::IpAddress(_) => SubjectKind::IpAddress,
            Self::Email(_) => SubjectKind::Email,
        }
    }
}

/// As it is typed.
impl fmt::Display for CertificateSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DistinguishedName(name) => name.fmt(f),
            Self::HostName(text) | Self::Uri(text) | Self::Email(text) => f.write_str(text),
            Self::IpAddress(address) => address.fmt(f),
        }
    }
}

/// Whether a text is a host name, which is no IP address: letters, digits, hyphens and underscores between dots.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= LONGEST_HOST && text.split('.').all(is_label) && text.parse::<IpAddr>().is_err()
}

/// Whether a text can stand before the sign of an e-mail address.
fn is_user(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: SubjectKind, text: &str) -> Result<String, CertificateSubjectError> {
        let subject = CertificateSubject::parse(kind, text)?;
        assert_eq!(subject.kind(), kind);
        assert_eq!(CertificateSubject::parse(kind, &subject.to_string()), Ok(subject.clone()), "it reads back as it is written");
        let stored = serde_json::to_value(&subject).unwrap();
        assert!(stored[kind.name()].is_string(), "{stored}");
        assert_eq!(serde_json::from_value::<CertificateSubject>(stored).unwrap(), subject);
        Ok(subject.to_string())
    }

    #[test]
    fn each_of_the_five_is_read_by_its_own_rules() {
        use SubjectKind::{DistinguishedName, Email, HostName, IpAddress, Uri};

        for (kind, text, expected) in [
            (DistinguishedName, "cn=Shop, O=Example", "CN=Shop,O=Example"),
            (HostName, " Shop.Example.COM ", "shop.example.com"),
            (HostName, "xn--caf-dma.example", "xn--caf-dma.example"),
            (Uri, "spiffe://example.com/Shop", "spiffe://example.com/Shop"),
            (IpAddress, "192.0.2.7", "192.0.2.7"),
            (IpAddress, "2001:DB8:0::7", "2001:db8::7"),
            (Email, "Shop@Example.COM", "Shop@example.com"),
        ] {
            assert_eq!(read(kind, text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn spaces_around_what_is_typed_are_nothing_and_in_a_certificate_they_are_something() {
        for (kind, text) in [
            (SubjectKind::HostName, "shop.example.com"),
            (SubjectKind::Uri, "spiffe://example.com/shop"),
            (SubjectKind::IpAddress, "192.0.2.7"),
            (SubjectKind::Email, "shop@example.com"),
        ] {
            let own = CertificateSubject::exact(kind, text);
            assert!(own.is_ok(), "{text}");
            for padded in [format!(" {text}"), format!("{text} "), format!("\t{text}\n"), format!("{text}\u{a0}")] {
                assert_eq!(CertificateSubject::parse(kind, &padded), own, "{padded:?}");
                assert!(CertificateSubject::exact(kind, &padded).is_err(), "{padded:?}");
            }
        }
    }

    #[test]
    fn what_is_none_of_its_kind_is_refused() {
        use SubjectKind::{DistinguishedName, Email, HostName, IpAddress, Uri};

        for (kind, text, error) in [
            (DistinguishedName, "shop.example.com", CertificateSubjectError::DistinguishedName),
            (HostName, "", CertificateSubjectError::HostName),
            (HostName, "*.example.com", CertificateSubjectError::HostName),
            (HostName, "shop.example.com:443", CertificateSubjectError::HostName),
            (HostName, "shop..example.com", CertificateSubjectError::HostName),
            (HostName, "-shop.example.com", CertificateSubjectError::HostName),
            (HostName, "192.0.2.7", CertificateSubjectError::HostName),
            (Uri, "/shop", CertificateSubjectError::Uri),
            (Uri, "spiffe://exa mple", CertificateSubjectError::Uri),
            (IpAddress, "192.0.2.0/24", CertificateSubjectError::IpAddress),
            (IpAddress, "localhost", CertificateSubjectError::IpAddress),
            (Email, "shop", CertificateSubjectError::Email),
            (Email, "@example.com", CertificateSubjectError::Email),
            (Email, "a b@example.com", CertificateSubjectError::Email),
        ] {
            assert_eq!(read(kind, text), Err(error), "{text:?}");
        }
        assert_eq!(read(Uri, &format!("https://example.com/{}", "a".repeat(1_000))), Err(CertificateSubjectError::TooLong));
    }
}
