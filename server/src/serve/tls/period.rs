//! From when to when, and for which host, a certificate is good.

use domain::clock::Timestamp;
use rustls::{
    client::verify_server_name,
    pki_types::{CertificateDer, ServerName},
    server::ParsedCertificate,
};

/// When a certificate, and all that it rests on, is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    /// From this time on.
    pub(crate) from: Timestamp,
    /// Until this time.
    pub(crate) until: Timestamp,
}

impl Period {
    /// Returns that of a chain; `None` where one of its certificates cannot be read.
    pub(super) fn of(chain: &[CertificateDer<'_>]) -> Option<Self> {
        let at = |seconds| Timestamp::from_millis(0).plus_seconds(seconds);
        let period = |certificate: &CertificateDer<'_>| {
            let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
            let validity = certificate.validity();
            Some(Self { from: at(validity.not_before.timestamp()), until: at(validity.not_after.timestamp()) })
        };
        let periods: Option<Vec<Self>> = chain.iter().map(period).collect();
        periods?.into_iter().reduce(|all, one| Self { from: all.from.max(one.from), until: all.until.min(one.until) })
    }

    pub(crate) fn holds_at(self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}

/// Returns whether the first certificate of a chain is for a host.
pub(super) fn is_for(chain: &[CertificateDer<'_>], host: &str) -> bool {
    let certificate = chain.first().and_then(|first| ParsedCertificate::try_from(first).ok());
    // An IPv6 address stands in brackets in a URL.
    let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned()).ok();
    certificate.zip(name).is_some_and(|(certificate, name)| verify_server_name(&certificate, &name).is_ok())
}
