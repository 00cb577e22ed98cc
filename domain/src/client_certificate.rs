//! Certificates by which clients authenticate, and that tokens are bound to (RFC 8705).

mod distinguished_name;
mod error;
mod subject;

use serde::{Deserialize, Serialize};

pub use distinguished_name::DistinguishedName;
pub use error::CertificateSubjectError;
pub use subject::{CertificateSubject, SubjectKind};

use crate::client::TokenEndpointAuthMethod;

/// How clients can present certificates at an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutualTls {
    /// Whether it is found out of each certificate if an authority that is trusted has issued it: what `tls_client_auth` rests on.
    pub judges_chains: bool,
    /// Where the endpoints are that ask for certificates (RFC 8705 §5): `https://` and a host, without a slash at the end. None where the
    /// usual addresses ask for them.
    pub address: Option<String>,
}

impl MutualTls {
    /// Returns whether a method that takes a certificate can be used here.
    pub const fn offers(&self, method: TokenEndpointAuthMethod) -> bool {
        self.judges_chains || !matches!(method, TokenEndpointAuthMethod::TlsClientAuth)
    }
}
