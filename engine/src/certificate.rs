//! The certificates that clients present (RFC 8705): what they say, as far as the protocol asks for it.
//!
//! Whoever runs the engine proves that the client holds the certificate's key, by TLS, and judges its chain when the engine asks for it. Here
//! nothing is verified.

mod header;
mod key;
mod pem;

use aws_lc_rs::digest;
use domain::{
    client_certificate::{CertificateSubject, DistinguishedName, SubjectKind},
    client_keys::KeyMaterial,
    thumbprint::Thumbprint,
};
use x509_parser::{
    asn1_rs::Tag,
    extensions::GeneralName,
    x509::{AttributeTypeAndValue, X509Name},
};

pub use header::{MOST_IN_CHAIN, read_chain_header, read_header};
pub use pem::read_keys;

/// What is known of the chain of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// An authority that is trusted has issued the certificate; it is valid now, and for clients (RFC 5280 §6).
    Trusted,
    /// None has, or it is not known: anybody may have made it.
    Untrusted,
}

/// Who judges the chain of one certificate. To judge is work that a stranger can ask for: it is asked of a client that is known by what an
/// authority says, and of no other.
pub trait JudgeChain: Send + Sync {
    /// Returns what is known of the chain.
    fn judge(&self) -> Chain;
}

/// What is known already.
impl JudgeChain for Chain {
    fn judge(&self) -> Chain {
        *self
    }
}

/// A certificate that came with a request, and who judges its chain.
#[derive(Clone, Copy)]
pub struct PresentedCertificate<'a> {
    /// What it says.
    pub certificate: &'a ClientCertificate,
    /// Asked for where it matters.
    pub chain: &'a dyn JudgeChain,
}

/// A certificate whose key its client holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// The SHA-256 thumbprint of all of it (`x5t#S256`, RFC 8705 §3.1).
    pub thumbprint: Thumbprint,
    /// Its subject; none where it has none that can be written as text.
    pub subject: Option<DistinguishedName>,
    /// Its alternative names of the kinds by which a client may be known.
    pub alternative_names: Vec<CertificateSubject>,
    /// Its key; none of a kind that no client can register.
    pub key: Option<KeyMaterial>,
}

impl ClientCertificate {
    /// Reads a certificate in DER; none where it cannot be read.
    pub fn read(der: &[u8]) -> Option<Self> {
        let (rest, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
        if !rest.is_empty() {
            return None;
        }
        let names = certificate.subject_alternative_name().ok()?;
        let names = names.iter().flat_map(|names| &names.value.general_names);
        Some(Self {
            thumbprint: thumbprint(der)?,
            subject: distinguished_name(certificate.subject()),
            alternative_names: names.filter_map(alternative_name).collect(),
            key: key::read(certificate.public_key()),
        })
    }

    /// A certificate that the engine itself vouches for: no client presents it.
    pub(crate) const fn vouched(thumbprint: Thumbprint) -> Self {
        Self { thumbprint, subject: None, alternative_names: Vec::new(), key: None }
    }

    /// Returns whether it says this of its client (RFC 8705 §2.1.2). No pattern in it stands for anything.
    pub(crate) fn is_of(&self, subject: &CertificateSubject) -> bool {
        match subject {
            CertificateSubject::DistinguishedName(name) => self.subject.as_ref() == Some(name),
            other => self.alternative_names.contains(other),
        }
    }
}

fn thumbprint(der: &[u8]) -> Option<Thumbprint> {
    digest::digest(&digest::SHA256, der).as_ref().try_into().ok().map(Thumbprint::from_bytes)
}

fn distinguished_name(name: &X509Name<'_>) -> Option<DistinguishedName> {
    let attribute = |attribute: &AttributeTypeAndValue<'_>| Some((attribute.attr_type().to_id_string(), text(attribute)?));
    let names: Option<Vec<Vec<_>>> = name.iter().map(|relative| relative.iter().map(attribute).collect()).collect();
    DistinguishedName::of_certificate(names?)
}

/// Returns the value of an attribute, where it is a text.
fn text(attribute: &AttributeTypeAndValue<'_>) -> Option<String> {
    if attribute.attr_value().tag() != Tag::BmpString {
        return attribute.as_str().ok().map(str::to_owned);
    }
    // Two bytes a letter (X.690 §8.23.9).
    let (letters, rest) = attribute.as_slice().as_chunks::<2>();
    let text = char::decode_utf16(letters.iter().map(|letter| u16::from_be_bytes(*letter))).collect::<Result<String, _>>();
    text.ok().filter(|_| rest.is_empty())
}

/// Returns an alternative name of a kind by which a client may be known. What could not be registered is none, and a space is a letter like others.
fn alternative_name(name: &GeneralName<'_>) -> Option<CertificateSubject> {
    match name {
        GeneralName::DNSName(text) => CertificateSubject::exact(SubjectKind::HostName, text).ok(),
        GeneralName::RFC822Name(text) => CertificateSubject::exact(SubjectKind::Email, text).ok(),
        // To the letter: what is typed is not padded with spaces, and neither is this.
        GeneralName::URI(text) => Some(CertificateSubject::Uri((*text).to_owned())),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes).ok().map(|bytes| CertificateSubject::IpAddress(bytes.into())),
            _ => <[u8; 16]>::try_from(*bytes).ok().map(|bytes| CertificateSubject::IpAddress(bytes.into())),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DistinguishedName as Name, DnType, DnValue, KeyPair, SanType};

    use super::*;

    fn params() -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name = Name::new();
        params.distinguished_name.push(DnType::CountryName, DnValue::PrintableString("DE".try_into().unwrap()));
        params.distinguished_name.push(DnType::OrganizationName, "Café, Example");
        params.distinguished_name.push(DnType::CommonName, DnValue::BmpString("Shöp".try_into().unwrap()));
        params.subject_alt_names = vec![
            SanType::DnsName("Shop.Example.com".try_into().unwrap()),
            SanType::DnsName("*.example.com".try_into().unwrap()),
            SanType::URI("spiffe://example.com/Shop".try_into().unwrap()),
            SanType::IpAddress("192.0.2.7".parse().unwrap()),
            SanType::IpAddress("2001:db8::7".parse().unwrap()),
            SanType::Rfc822Name("Shop@Example.com".try_into().unwrap()),
        ];
        params
    }

    fn read(params: &CertificateParams, key: &KeyPair) -> ClientCertificate {
        ClientCertificate::read(params.self_signed(key).unwrap().der()).unwrap()
    }

    /// Clauses: 226.
    #[test]
    fn a_certificate_is_of_each_subject_that_it_has_and_of_no_other() {
        let certificate = read(&params(), &KeyPair::generate().unwrap());
        let is_of = |kind, text: &str| certificate.is_of(&CertificateSubject::parse(kind, text).unwrap());
        for (kind, text) in [
            (SubjectKind::DistinguishedName, r"CN=Shöp,O=Café\, Example,C=DE"),
            (SubjectKind::DistinguishedName, r"cn=Sh\C3\B6p, 2.5.4.10=Café\2C Example, c=DE"),
            (SubjectKind::HostName, "shop.example.com"),
            (SubjectKind::Uri, "spiffe://example.com/Shop"),
            (SubjectKind::IpAddress, "192.0.2.7"),
            (SubjectKind::IpAddress, "2001:0db8::0007"),
            (SubjectKind::Email, "Shop@EXAMPLE.com"),
        ] {
            assert!(is_of(kind, text), "{text}");
        }
        for (kind, text) in [
            (SubjectKind::DistinguishedName, "CN=Shöp"),
            (SubjectKind::DistinguishedName, r"C=DE,O=Café\, Example,CN=Shöp"),
            (SubjectKind::DistinguishedName, r"CN=shöp,O=Café\, Example,C=DE"),
            // A wildcard of a certificate is for servers.
            (SubjectKind::HostName, "other.example.com"),
            (SubjectKind::Uri, "spiffe://example.com/shop"),
            (SubjectKind::IpAddress, "192.0.2.8"),
            (SubjectKind::Email, "shop@example.com"),
        ] {
            assert!(!is_of(kind, text), "{text}");
        }
    }

    /// Clauses: 226.
    #[test]
    fn a_space_in_a_name_of_a_certificate_is_part_of_the_name() {
        let key = KeyPair::generate().unwrap();
        for (before, after) in [(" ", ""), ("", " "), ("\t", ""), ("", "\n"), (" ", " ")] {
            let text = |name: &str| format!("{before}{name}{after}");
            let mut padded = params();
            padded.subject_alt_names = vec![
                SanType::DnsName(text("shop.example.com").try_into().unwrap()),
                SanType::Rfc822Name(text("shop@example.com").try_into().unwrap()),
                SanType::URI(text("spiffe://example.com/shop").try_into().unwrap()),
            ];
            let certificate = read(&padded, &key);
            for (kind, name) in [
                (SubjectKind::HostName, "shop.example.com"),
                (SubjectKind::Email, "shop@example.com"),
                (SubjectKind::Uri, "spiffe://example.com/shop"),
            ] {
                let registered = CertificateSubject::parse(kind, name).unwrap();
                assert!(!certificate.is_of(&registered), "{:?}: {:?}", text(name), certificate.alternative_names);
            }
        }
    }

    #[test]
    fn the_thumbprint_is_that_of_all_of_it() {
        let key = KeyPair::generate().unwrap();
        let first = params().self_signed(&key).unwrap();
        let certificate = ClientCertificate::read(first.der()).unwrap();
        let expected: [u8; 32] = digest::digest(&digest::SHA256, first.der()).as_ref().try_into().unwrap();
        assert_eq!(certificate.thumbprint, Thumbprint::from_bytes(expected));
        let mut renewed = params();
        renewed.serial_number = Some(vec![7_u8].into());
        let renewed = read(&renewed, &key);
        assert_ne!(renewed.thumbprint, certificate.thumbprint);
        assert_eq!(renewed.key, certificate.key);
    }

    #[test]
    fn what_is_no_certificate_or_has_something_behind_it_is_none() {
        let der = params().self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec();
        assert!(ClientCertificate::read(&der).is_some());
        assert_eq!(ClientCertificate::read(&[&der[..], &[0]].concat()), None);
        assert_eq!(ClientCertificate::read(&der[1..]), None);
        assert_eq!(ClientCertificate::read(b""), None);
    }
}
