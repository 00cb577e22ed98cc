//! What a client's certificate is known by, as options say it.

use domain::{
    client::{ClientSettings, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, CertificateSubjectError, SubjectKind},
};

/// What the certificate of a client says, which an authority has issued (`tls_client_auth`).
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(crate) struct SubjectArgs {
    /// The subject of its certificate, as CN=shop.example.com,O=Example: the client authenticates by a certificate of an authority
    /// (`tls_client_auth`), and has no secret.
    #[arg(long = "tls-client-auth-subject-dn", value_name = "NAME", value_parser = distinguished_name)]
    subject_dn: Option<CertificateSubject>,
    /// The same by a host name among the alternative names of its certificate.
    #[arg(long = "tls-client-auth-san-dns", value_name = "HOST", value_parser = host_name)]
    san_dns: Option<CertificateSubject>,
    /// The same by a URI among them.
    #[arg(long = "tls-client-auth-san-uri", value_name = "URI", value_parser = uri)]
    san_uri: Option<CertificateSubject>,
    /// The same by an IP address among them.
    #[arg(long = "tls-client-auth-san-ip", value_name = "ADDRESS", value_parser = ip_address)]
    san_ip: Option<CertificateSubject>,
    /// The same by an e-mail address among them.
    #[arg(long = "tls-client-auth-san-email", value_name = "ADDRESS", value_parser = email)]
    san_email: Option<CertificateSubject>,
}

impl SubjectArgs {
    /// Has a client authenticate by a certificate with the subject that was said, or by one of its own whose key is registered. Where nothing
    /// was said, nothing changes.
    pub(super) fn set(self, settings: &mut ClientSettings, self_signed: bool) {
        let Self { subject_dn, san_dns, san_uri, san_ip, san_email } = self;
        let subject = subject_dn.or(san_dns).or(san_uri).or(san_ip).or(san_email);
        if subject.is_some() {
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
            settings.tls_client_auth_subject = subject;
        } else if self_signed {
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth;
        }
    }
}

fn distinguished_name(text: &str) -> Result<CertificateSubject, CertificateSubjectError> {
    CertificateSubject::parse(SubjectKind::DistinguishedName, text)
}

fn host_name(text: &str) -> Result<CertificateSubject, CertificateSubjectError> {
    CertificateSubject::parse(SubjectKind::HostName, text)
}

fn uri(text: &str) -> Result<CertificateSubject, CertificateSubjectError> {
    CertificateSubject::parse(SubjectKind::Uri, text)
}

fn ip_address(text: &str) -> Result<CertificateSubject, CertificateSubjectError> {
    CertificateSubject::parse(SubjectKind::IpAddress, text)
}

fn email(text: &str) -> Result<CertificateSubject, CertificateSubjectError> {
    CertificateSubject::parse(SubjectKind::Email, text)
}

/// Returns how a client authenticates, in words.
pub(super) fn words(settings: &ClientSettings) -> String {
    let name = &settings.name;
    let how = match (settings.token_endpoint_auth_method, &settings.tls_client_auth_subject) {
        (TokenEndpointAuthMethod::TlsClientAuth, Some(subject)) => {
            format!("{name} authenticates by a certificate with {subject} (tls_client_auth).")
        }
        (TokenEndpointAuthMethod::SelfSignedTlsClientAuth, _) => {
            format!("{name} authenticates by a certificate whose key is registered (self_signed_tls_client_auth).")
        }
        (method, _) => format!("{name} authenticates by {method}."),
    };
    let bound = settings.tls_client_certificate_bound_access_tokens;
    how + if bound { " Its tokens are bound to its certificate." } else { " Its tokens are not bound to a certificate." }
}
