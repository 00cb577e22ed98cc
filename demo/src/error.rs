//! Why the demonstration does not start.

use url::Url;

/// A reason why the demonstration does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The public URL cannot be one.
    #[error("{0} cannot be the demonstration's public URL: it must begin with http:// or https://")]
    PublicUrl(Url),
    /// The issuer cannot be one.
    #[error("{0} cannot be an issuer: it must begin with http:// or https://")]
    Issuer(Url),
    /// The issuer needs TLS, and this build has none.
    #[error("the issuer {0} needs TLS, which this build leaves out: build with --features demo/tls")]
    WithoutTls(Url),
    /// The HTTP client cannot be built.
    #[error("the HTTP client cannot be built")]
    Client(#[source] reqwest::Error),
}
