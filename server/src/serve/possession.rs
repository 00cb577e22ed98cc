//! Certificates of clients in the handshake: a client proves that it holds the key of its own, and nothing else is asked of it here.

use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, UnixTime},
    server::{
        ParsedCertificate,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};

/// Takes any certificate whose key the client holds: who issued it is judged by what its client is registered for (RFC 8705 §2.1, §2.2), and not
/// known yet. A client may have none.
#[derive(Debug)]
pub(super) struct Possession(pub(super) WebPkiSupportedAlgorithms);

impl ClientCertVerifier for Possession {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    /// No authority is named: a client that made its certificate by itself would not send it (RFC 8446 §4.2.4).
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        ParsedCertificate::try_from(end_entity).map(|_| ClientCertVerified::assertion()).inspect_err(|error| {
            // The client sees an alert, and no word of this.
            let version = x509_parser::parse_x509_certificate(end_entity).ok().map(|(_, read)| read.version().0.saturating_add(1));
            tracing::info!(%error, version, "a client's certificate was refused in the TLS handshake: it has to be one of X.509 version 3");
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
