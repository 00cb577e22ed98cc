//! What can be wrong with the subject of a certificate that is typed.

use serde::{Deserialize, Serialize};

/// Why something cannot be the subject of a client's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateSubjectError {
    /// It is no distinguished name.
    #[error(
        "Type a distinguished name as RFC 4514 writes it, such as CN=shop.example.com,O=Example,C=DE. Within a value, put a backslash before , + \" \\ < > and ;."
    )]
    DistinguishedName,
    /// A type of attribute that has no name here.
    #[error("A type of attribute in this distinguished name is not known here. Write it as numbers, such as 2.5.4.97=….")]
    AttributeType,
    /// A value in hexadecimal that is no text.
    #[error("A value in hexadecimal (#…) must be the DER encoding of a text.")]
    Hexadecimal,
    /// It is too long.
    #[error("This has at most 1,000 characters.")]
    TooLong,
    /// It is no host name.
    #[error("Type a host name as the certificate has it, such as shop.example.com: no address, no port and no wildcard.")]
    HostName,
    /// It is no URI.
    #[error("Type an absolute URI as the certificate has it, such as spiffe://example.com/shop.")]
    Uri,
    /// It is no IP address.
    #[error("Type an IP address, such as 192.0.2.7 or 2001:db8::7.")]
    IpAddress,
    /// It is no e-mail address.
    #[error("Type an e-mail address as the certificate has it, such as shop@example.com.")]
    Email,
    /// There is more than one.
    #[error("Give one subject alone: a distinguished name, a host name, a URI, an IP address or an e-mail address.")]
    Several,
}
