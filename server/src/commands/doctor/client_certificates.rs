//! How clients present certificates.

use super::finding::Findings;
use crate::{
    client_authorities::ClientAuthorities,
    config::{Configuration, FromProxies},
};

pub(super) fn check(configuration: &Configuration, findings: &mut Findings) {
    let Some(certificates) = &configuration.client_certificates else { return };
    if let Some(listen) = certificates.listen {
        let called = certificates.public_url.as_ref().unwrap_or(&configuration.public_url);
        findings
            .fine(format!("Clients are asked for certificates at {listen}, which they call {called}. No header of a proxy counts there."));
    }
    if certificates.from_proxies.is_some() {
        findings.note(
            "`mtls_from_proxies` believes `trusted_proxies` about certificates of clients: see that each of them removes `Client-Cert` and \
             `Client-Cert-Chain` from requests as they come.",
        );
    }
    match &certificates.authorities {
        Some(path) => match ClientAuthorities::default().read(path) {
            Ok(_) => findings.fine("The certificates of the authorities that issue certificates to clients can be read."),
            Err(error) => findings.problem(error.to_string()),
        },
        None if certificates.from_proxies == Some(FromProxies::Verified) => {}
        None => findings.note(
            "No `mtls_ca_file` is set: clients can have certificates of their own (self_signed_tls_client_auth), and none of an authority \
             (tls_client_auth).",
        ),
    }
}
