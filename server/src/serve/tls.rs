//! TLS by rustls, with a certificate that is read again when its files are replaced.

use std::{
    convert::Infallible,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use domain::clock::Timestamp;
use rustls::{
    ConfigBuilder, ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject as _},
    },
    server::{ClientHello, ResolvesServerCert, WantsServerCert},
    sign::CertifiedKey,
};
use tokio::{net::TcpStream, time::interval};
use tokio_rustls::{Accept, TlsAcceptor};

use super::possession::Possession;
use crate::{bounded_file, config::TlsFiles, installation::private_file, peer::Listener};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(10);

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// A file that cannot be read as what it should be.
    #[error("The {what} {} cannot be read: {source}.", path.display())]
    File {
        /// What it should be.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: rustls::pki_types::pem::Error,
    },
    /// A file without a certificate.
    #[error("The file {} has no certificate in PEM.", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
    /// Others can read the private key.
    #[error("Others can read the private key {}. Take that away with `chmod o-rwx,g-w`, and replace the certificate.", path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
    },
    /// The certificate and the private key do not belong together.
    #[error("The private key for TLS is not the one of the certificate. Use the key that the certificate was requested with.")]
    Strangers,
    /// They are of a kind that is not supported.
    #[error("The certificate and the private key for TLS cannot be used: {0}.")]
    Unusable(rustls::Error),
}

impl From<rustls::Error> for TlsError {
    fn from(error: rustls::Error) -> Self {
        match error {
            rustls::Error::InconsistentKeys(_) => Self::Strangers,
            error => Self::Unusable(error),
        }
    }
}

/// Returns when the first certificate of a chain ends; `None` where one cannot be read.
fn end_of(chain: &[CertificateDer<'_>]) -> Option<Timestamp> {
    let end = |certificate: &CertificateDer<'_>| {
        let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
        Some(Timestamp::from_millis(0).plus_seconds(certificate.validity().not_after.timestamp()))
    };
    let ends: Option<Vec<_>> = chain.iter().map(end).collect();
    ends?.into_iter().min()
}

/// TLS for a listener. A clone is the same.
#[derive(Clone)]
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    certificate: Arc<Certificate>,
    files: TlsFiles,
    listener: Listener,
}

#[derive(Debug)]
struct Certificate(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Tls {
    /// Reads the files.
    pub(crate) fn open(files: &TlsFiles) -> Result<Self, TlsError> {
        let certificate = Arc::new(Certificate(RwLock::new(Arc::new(read(files)?))));
        let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions()?;
        let acceptor = acceptor(builder.with_no_client_auth(), &certificate);
        Ok(Self { acceptor, certificate, files: files.clone(), listener: Listener::Public })
    }

    /// TLS by the same certificate, which asks each client for a certificate of its own, and takes any whose key the client holds.
    pub(crate) fn mutual(&self) -> Result<Self, TlsError> {
        let provider = aws_lc_rs::default_provider();
        let possession = Arc::new(Possession(provider.signature_verification_algorithms));
        let builder = ServerConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions()?;
        let acceptor = acceptor(builder.with_client_cert_verifier(possession), &self.certificate);
        Ok(Self { acceptor, listener: Listener::ForClients, ..self.clone() })
    }

    /// Returns what listens with it: what asks for certificates is for clients, and nothing else is.
    pub(super) const fn listener(&self) -> Listener {
        self.listener
    }

    /// Returns when the certificate ends, or the first of those that it rests on; `None` where that cannot be read.
    pub(crate) fn ends_at(&self) -> Option<Timestamp> {
        end_of(&self.certificate.0.read().unwrap_or_else(PoisonError::into_inner).cert)
    }

    /// Begins the handshake.
    pub(super) fn accept(&self, stream: TcpStream) -> Accept<TcpStream> {
        self.acceptor.accept(stream)
    }

    /// Reads the files again when they were replaced, for as long as it is polled.
    pub(crate) async fn reload(self) -> Infallible {
        let mut ticks = interval(LOOK);
        let mut unusable = None;
        loop {
            ticks.tick().await;
            match read(&self.files) {
                Ok(fresh) => {
                    unusable = None;
                    let mut current = self.certificate.0.write().unwrap_or_else(PoisonError::into_inner);
                    if current.cert != fresh.cert {
                        tracing::info!("another certificate is used for TLS");
                        *current = Arc::new(fresh);
                    }
                }
                // Between the replacement of one file and of the other they do not belong together: that is no news if it is over soon.
                Err(error) => {
                    let cause = error.to_string();
                    if unusable.as_ref() != Some(&cause) {
                        tracing::warn!(%cause, "the files for TLS cannot be used; the former certificate stays in use");
                    }
                    unusable = Some(cause);
                }
            }
        }
    }
}

fn acceptor(builder: ConfigBuilder<ServerConfig, WantsServerCert>, certificate: &Arc<Certificate>) -> TlsAcceptor {
    let resolver: Arc<dyn ResolvesServerCert> = Arc::<Certificate>::clone(certificate);
    let mut config = builder.with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

fn read(files: &TlsFiles) -> Result<CertifiedKey, TlsError> {
    let TlsFiles { certificate, key } = files;
    let failed = |what, path: &PathBuf| {
        let path = path.clone();
        move |source| TlsError::File { what, path, source }
    };
    let text = bounded_file::read(certificate).map_err(pem::Error::Io).map_err(failed("certificate", certificate))?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&text).collect::<Result<_, _>>().map_err(failed("certificate", certificate))?;
    if chain.is_empty() {
        return Err(TlsError::Empty { path: certificate.clone() });
    }
    let text = bounded_file::read(key).map_err(pem::Error::Io).map_err(failed("private key", key))?;
    let private = PrivateKeyDer::from_pem_slice(&text).map_err(failed("private key", key))?;
    if !private_file::is_kept_from_others(key).unwrap_or(false) {
        return Err(TlsError::Exposed { path: key.clone() });
    }
    Ok(CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider())?)
}
