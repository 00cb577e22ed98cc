//! TLS by rustls, with a certificate that is read again when its files are replaced.

mod period;

use std::{
    convert::Infallible,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use domain::clock::{Clock, Timestamp};
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

pub(crate) use self::period::Period;
use super::possession::Possession;
use crate::{bounded_file, config::TlsFiles, installation::private_file, peer::Listener};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(10);

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// A file that cannot be read as what it should be.
    #[error("The {what} {} cannot be read: {}.", path.display(), told(source))]
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
    /// It is not valid yet, or not any more.
    #[error("The certificate for TLS is valid from {} to {}, which is not now: browsers and clients refuse it.", .0.from, .0.until)]
    NotNow(Period),
    /// They are of a kind that is not supported.
    #[error("The certificate and the private key for TLS cannot be used: {0}.")]
    Unusable(rustls::Error),
}

/// Why a file is no PEM, for people: the error names its parts by their bytes.
fn told(error: &pem::Error) -> String {
    match error {
        pem::Error::MissingSectionEnd { .. } => "it has no end; is it whole?".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "it is not in PEM".to_owned(),
        pem::Error::Base64Decode(_) => "what is in it is not Base64, as it is in PEM".to_owned(),
        pem::Error::NoItemsFound => "there is none in it".to_owned(),
        other => other.to_string(),
    }
}

impl From<rustls::Error> for TlsError {
    fn from(error: rustls::Error) -> Self {
        match error {
            rustls::Error::InconsistentKeys(_) => Self::Strangers,
            error => Self::Unusable(error),
        }
    }
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

impl Certificate {
    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what its files hold now in place of what they held.
    ///
    /// # Errors
    /// [`TlsError::NotNow`] where that is not valid at this time, and the one that is used is.
    fn take(&self, fresh: CertifiedKey, now: Timestamp) -> Result<(), TlsError> {
        let current = self.current();
        if current.cert == fresh.cert {
            return Ok(());
        }
        let holds = |period: Option<Period>| period.is_none_or(|period| period.holds_at(now));
        if let Some(period) = Period::of(&fresh.cert).filter(|period| !period.holds_at(now))
            && holds(Period::of(&current.cert))
        {
            return Err(TlsError::NotNow(period));
        }
        tracing::info!("another certificate is used for TLS");
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
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

    /// Returns when the certificate, and those that it rests on, are valid; `None` where that cannot be read.
    pub(crate) fn period(&self) -> Option<Period> {
        Period::of(&self.certificate.current().cert)
    }

    /// Returns whether the certificate is for a host.
    pub(crate) fn is_for(&self, host: &str) -> bool {
        period::is_for(&self.certificate.current().cert, host)
    }

    /// Begins the handshake.
    pub(super) fn accept(&self, stream: TcpStream) -> Accept<TcpStream> {
        self.acceptor.accept(stream)
    }

    /// Reads the files again when they were replaced, for as long as it is polled.
    pub(crate) async fn reload(self, clock: Arc<dyn Clock>) -> Infallible {
        let mut ticks = interval(LOOK);
        let mut unusable = None;
        loop {
            ticks.tick().await;
            match read(&self.files).and_then(|fresh| self.certificate.take(fresh, clock.now())) {
                Ok(()) => unusable = None,
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

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "id.example.com";

    fn certified(from: i32, until: i32) -> CertifiedKey {
        let mut of = rcgen::CertificateParams::new([HOST.to_owned()]).unwrap();
        (of.not_before, of.not_after) = (rcgen::date_time_ymd(from, 1, 1), rcgen::date_time_ymd(until, 1, 1));
        let key = rcgen::KeyPair::generate().unwrap();
        let chain = vec![of.self_signed(&key).unwrap().der().clone()];
        let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider()).unwrap()
    }

    #[test]
    fn a_certificate_that_is_not_valid_takes_no_place_of_one_that_is() {
        // 2026-11-18.
        let now = Timestamp::from_millis(1_795_000_000_000);
        let certificate = Certificate(RwLock::new(Arc::new(certified(2020, 2021))));
        for (from, until, is_taken) in
            [(2019, 2022, true), (2026, 2027, true), (2020, 2022, false), (2027, 2028, false), (2025, 2030, true)]
        {
            let fresh = certified(from, until);
            let chain = fresh.cert.clone();
            let outcome = certificate.take(fresh, now);
            assert_eq!(outcome.is_ok(), is_taken, "{from} to {until}: {outcome:?}");
            assert_eq!(certificate.current().cert == chain, is_taken, "{from} to {until}");
        }
        let refused = certificate.take(certified(2027, 2028), now).unwrap_err().to_string();
        assert!(refused.starts_with("The certificate for TLS is valid from 2027-01-01T") && refused.contains("not now"), "{refused}");
    }

    #[test]
    fn a_certificate_is_for_the_hosts_that_it_names() {
        let chain = certified(2020, 2030).cert;
        let is_for = [HOST, "id.example.org", "127.0.0.1", "[::1]", ""].map(|host| period::is_for(&chain, host));
        assert_eq!(is_for, [true, false, false, false, false]);
    }

    #[test]
    fn what_is_no_pem_is_told_in_words() {
        let error = CertificateDer::pem_slice_iter(b"-----BEGIN CERTIFICATE-----\nAAAA\n").next().unwrap().unwrap_err();
        assert_eq!(told(&error), "it has no end; is it whole?");
    }
}
