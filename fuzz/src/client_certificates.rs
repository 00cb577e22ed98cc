//! The headers in which a proxy passes on the certificates of clients, and what stands in them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::client_certificate::{CertificateSubject, DistinguishedName};
use engine::certificate::{ClientCertificate, MOST_IN_CHAIN, read_chain_header, read_header};

/// A certificate that is taken from a header is what a proxy would write so, a list holds no more of them than it may, and what is read from a
/// certificate, or typed, is written as it is read.
pub fn client_certificate(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let written = |bytes: &[u8]| format!(":{}:", STANDARD.encode(bytes));
    if let Some(bytes) = read_header(text) {
        assert_eq!(read_header(&written(&bytes)), Some(bytes.clone()));
        if let Some(certificate) = ClientCertificate::read(&bytes) {
            reads_as_it_is_written(&certificate);
        }
    }
    if let Some(chain) = read_chain_header(text) {
        assert!((1..=MOST_IN_CHAIN).contains(&chain.len()));
        let again = chain.iter().map(|bytes| written(bytes)).collect::<Vec<_>>().join(", ");
        assert_eq!(read_chain_header(&again), Some(chain));
    }
    if let Ok(name) = DistinguishedName::parse(text) {
        assert_eq!(DistinguishedName::parse(&name.to_string()), Ok(name));
    }
}

fn reads_as_it_is_written(certificate: &ClientCertificate) {
    // A certificate may have what nobody can type.
    if let Some(subject) = &certificate.subject
        && let Ok(typed) = DistinguishedName::parse(&subject.to_string())
    {
        assert_eq!(typed, *subject);
    }
    for name in &certificate.alternative_names {
        let typed = CertificateSubject::parse(name.kind(), &name.to_string());
        let is_uri = matches!(name, CertificateSubject::Uri(_));
        assert!(typed.as_ref() == Ok(name) || is_uri, "{name:?}");
    }
}
