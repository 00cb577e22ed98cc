//! The authorities whose certificates of clients are trusted (RFC 8705 §2.1).

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use domain::clock::Timestamp;
use engine::certificate::{Chain, MOST_IN_CHAIN};
use rustls::{
    RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{
        CertificateDer, UnixTime,
        pem::{self, PemObject as _},
    },
    server::{VerifierBuilderError, WebPkiClientVerifier, danger::ClientCertVerifier},
};
use tokio::time::interval;

use crate::{bounded_file, certificates::Certificates};

/// How often the file is looked at.
const LOOK: Duration = Duration::from_secs(10);

/// Those of a file, as it was last read; none before it is read. A clone is the same list.
#[derive(Debug, Clone, Default)]
pub struct ClientAuthorities(Arc<RwLock<Option<Trust>>>);

/// What a file says.
#[derive(Debug, Clone)]
struct Trust {
    text: Vec<u8>,
    verifier: Arc<dyn ClientCertVerifier>,
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthoritiesError {
    /// It cannot be read as what it should be.
    #[error("The certificates of authorities {} cannot be read: {source}.", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: pem::Error,
    },
    /// There is none in it.
    #[error("The file {} has no certificate of an authority in PEM.", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
    /// There is one that nothing can rest on.
    #[error("A certificate in {} cannot be used as that of an authority: {source}.", path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: rustls::Error,
    },
    /// Nothing can be verified by them.
    #[error("The certificates of authorities {} cannot be used: {source}.", path.display())]
    Verifier {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: VerifierBuilderError,
    },
}

impl ClientAuthorities {
    /// Reads the file, for all clones. Where it cannot be used, what was read before stays. Returns whether there was anything new.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(&self, path: &Path) -> Result<bool, AuthoritiesError> {
        let file = |source| AuthoritiesError::File { path: path.to_owned(), source };
        let text = bounded_file::read(path).map_err(pem::Error::Io).map_err(file)?;
        if self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|trust| trust.text == text) {
            return Ok(false);
        }
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(&text).collect::<Result<_, _>>().map_err(file)?;
        if certificates.is_empty() {
            return Err(AuthoritiesError::Empty { path: path.to_owned() });
        }
        let mut roots = RootCertStore::empty();
        for certificate in certificates {
            roots.add(certificate).map_err(|source| AuthoritiesError::Unusable { path: path.to_owned(), source })?;
        }
        let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(aws_lc_rs::default_provider()));
        let verifier = builder.build().map_err(|source| AuthoritiesError::Verifier { path: path.to_owned(), source })?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Trust { text, verifier });
        Ok(true)
    }

    /// Reads the file again when it was replaced, for as long as it is polled.
    pub async fn reload(self, path: PathBuf) -> Infallible {
        let mut ticks = interval(LOOK);
        let mut unusable = None;
        loop {
            ticks.tick().await;
            match self.read(&path) {
                Ok(is_new) => {
                    unusable = None;
                    if is_new {
                        tracing::info!("other authorities are trusted to issue certificates of clients");
                    }
                }
                Err(error) => {
                    let cause = error.to_string();
                    if unusable.as_ref() != Some(&cause) {
                        tracing::warn!(%cause, "the file of authorities cannot be used; the former authorities stay trusted");
                    }
                    unusable = Some(cause);
                }
            }
        }
    }

    /// Judges the chain of a certificate: whether one of these authorities has issued it, by way of the others that came with it, each
    /// valid at this time, and this one for clients if it says for what it is (RFC 5280 §6, §4.2.1.12). There is one way to walk at most, of
    /// [`MOST_IN_CHAIN`] certificates, so that it takes about as long as the signatures in it.
    pub fn judge(&self, certificates: &Certificates, now: Timestamp) -> Chain {
        let verifier = self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|trust| Arc::clone(&trust.verifier));
        let Some(verifier) = verifier else { return Chain::Untrusted };
        let Some(between) = certificates.between() else {
            tracing::debug!(most = MOST_IN_CHAIN, "with a client's certificate came too many others, or two of the same subject");
            return Chain::Untrusted;
        };
        let now = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.as_seconds()).unwrap_or_default()));
        match verifier.verify_client_cert(certificates.own(), between, now) {
            Ok(_) => Chain::Trusted,
            Err(error) => {
                tracing::debug!(%error, "a client's certificate is not from an authority that is trusted");
                Chain::Untrusted
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        env, fs, process,
        sync::atomic::{AtomicU32, AtomicUsize, Ordering},
    };

    use rcgen::{
        BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
    };
    use rustls::{
        DigitallySignedStruct, DistinguishedName, SignatureScheme, client::danger::HandshakeSignatureValid,
        server::danger::ClientCertVerified,
    };

    use super::*;

    type Issuer = CertifiedIssuer<'static, KeyPair>;

    /// A file that is removed in the end.
    struct Place(PathBuf);

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    fn params(name: &str) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params
    }

    fn of_authority(name: &str) -> CertificateParams {
        let mut params = params(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
    }

    fn authority(name: &str) -> Issuer {
        CertifiedIssuer::self_signed(of_authority(name), KeyPair::generate().unwrap()).unwrap()
    }

    fn issued(by: &Issuer, change: impl FnOnce(&mut CertificateParams)) -> Certificate {
        let mut params = params("shop.example.com");
        change(&mut params);
        params.signed_by(&KeyPair::generate().unwrap(), by).unwrap()
    }

    /// As they come with a connection.
    fn presented(own: &Certificate, others: &[&Issuer]) -> Certificates {
        let others = others.iter().map(|other| other.der().clone());
        Certificates::of(std::iter::once(own.der().clone()).chain(others)).unwrap()
    }

    /// Counts the chains that are walked.
    #[derive(Debug)]
    struct Counted(Arc<dyn ClientCertVerifier>, Arc<AtomicUsize>);

    impl ClientCertVerifier for Counted {
        fn root_hint_subjects(&self) -> &[DistinguishedName] {
            self.0.root_hint_subjects()
        }

        fn verify_client_cert(
            &self,
            end_entity: &CertificateDer<'_>,
            intermediates: &[CertificateDer<'_>],
            now: UnixTime,
        ) -> Result<ClientCertVerified, rustls::Error> {
            self.1.fetch_add(1, Ordering::SeqCst);
            self.0.verify_client_cert(end_entity, intermediates, now)
        }

        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            self.0.verify_tls12_signature(message, cert, dss)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            self.0.verify_tls13_signature(message, cert, dss)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.0.supported_verify_schemes()
        }
    }

    /// The count of the chains that these authorities walk from now on.
    fn counted(authorities: &ClientAuthorities) -> Arc<AtomicUsize> {
        let count = Arc::new(AtomicUsize::new(0));
        let mut trust = authorities.0.write().unwrap();
        let own = trust.as_mut().unwrap();
        own.verifier = Arc::new(Counted(Arc::clone(&own.verifier), Arc::clone(&count)));
        count
    }

    fn now() -> Timestamp {
        Timestamp::from_millis(1_795_000_000_000)
    }

    fn trusting(authority: &Issuer) -> (Place, ClientAuthorities) {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let place = Place(env::temp_dir().join(format!("regrant-authorities-{}-{number}.pem", process::id())));
        fs::write(&place.0, authority.pem()).unwrap();
        let authorities = ClientAuthorities::default();
        assert!(authorities.read(&place.0).unwrap() && !authorities.read(&place.0).unwrap());
        (place, authorities)
    }

    /// Clauses: 227.
    #[test]
    fn a_certificate_is_of_a_trusted_authority_valid_now_and_for_clients_or_untrusted() {
        let own = authority("Example CA");
        let (_place, authorities) = trusting(&own);
        let judged = |certificate: &Certificate| authorities.judge(&presented(certificate, &[]), now());
        assert_eq!(judged(&issued(&own, |_| ())), Chain::Trusted, "it does not say for what it is");
        let of_client = |params: &mut CertificateParams| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        assert_eq!(judged(&issued(&own, of_client)), Chain::Trusted);
        let of_server = |params: &mut CertificateParams| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        assert_eq!(judged(&issued(&own, of_server)), Chain::Untrusted);
        assert_eq!(judged(&issued(&own, |params| params.not_after = date_time_ymd(2026, 1, 1))), Chain::Untrusted);
        assert_eq!(judged(&issued(&own, |params| params.not_before = date_time_ymd(2027, 1, 1))), Chain::Untrusted);
        assert_eq!(judged(&issued(&authority("Example CA"), |_| ())), Chain::Untrusted, "another of the same name");
        let made = params("shop.example.com").self_signed(&KeyPair::generate().unwrap()).unwrap();
        assert_eq!(judged(&made), Chain::Untrusted);
        assert_eq!(ClientAuthorities::default().judge(&presented(&issued(&own, |_| ()), &[]), now()), Chain::Untrusted);
    }

    /// Clauses: 227.
    #[test]
    fn what_stands_between_comes_along() {
        let root = authority("Root");
        let (_place, authorities) = trusting(&root);
        let between = CertifiedIssuer::signed_by(of_authority("Between"), KeyPair::generate().unwrap(), &root).unwrap();
        let certificate = issued(&between, |_| ());
        assert_eq!(authorities.judge(&presented(&certificate, &[]), now()), Chain::Untrusted);
        assert_eq!(authorities.judge(&presented(&certificate, &[&between]), now()), Chain::Trusted);
        // A client's certificate issues nothing, whatever comes along.
        let key = KeyPair::generate().unwrap();
        let leaf = params("shop.example.com").signed_by(&key, &root).unwrap();
        let no_authority = CertifiedIssuer::signed_by(params("shop.example.com"), key, &root).unwrap();
        let forged = issued(&no_authority, |_| ());
        let both = Certificates::of([forged.der().clone(), leaf.der().clone()]).unwrap();
        assert_eq!(authorities.judge(&both, now()), Chain::Untrusted);
    }

    /// Clauses: 227.
    #[test]
    fn a_chain_with_more_than_one_way_through_it_is_not_walked() {
        let root = authority("Root");
        let (_place, authorities) = trusting(&root);
        let walked = counted(&authorities);
        let judge = |own: &Certificate, others: &[&Issuer]| {
            let chain = authorities.judge(&presented(own, others), now());
            (chain, walked.swap(0, Ordering::SeqCst))
        };

        // Each of them may have issued each other.
        let alike: Vec<Issuer> = (0..10).map(|_| authority("X")).collect();
        let leaf = issued(&alike[0], |_| ());
        for count in [2, 3, 10] {
            assert_eq!(judge(&leaf, &alike.iter().take(count).collect::<Vec<_>>()), (Chain::Untrusted, 0), "{count}");
        }
        let by_root = issued(&root, |_| ());
        assert_eq!(judge(&by_root, &[&alike[0], &alike[1]]), (Chain::Untrusted, 0));
        assert_eq!(judge(&by_root, &[&alike[0]]), (Chain::Trusted, 1), "one that has nothing to do with it does no harm");

        // Each of them has issued the next.
        let mut between: Vec<Issuer> = Vec::new();
        for number in 0..=MOST_IN_CHAIN {
            let by = between.last().unwrap_or(&root);
            let next = CertifiedIssuer::signed_by(of_authority(&format!("CA {number}")), KeyPair::generate().unwrap(), by).unwrap();
            let chain: Vec<&Issuer> = between.iter().chain([&next]).rev().collect();
            let expected = if number < MOST_IN_CHAIN { (Chain::Trusted, 1) } else { (Chain::Untrusted, 0) };
            assert_eq!(judge(&issued(&next, |_| ()), &chain), expected, "{number}");
            between.push(next);
        }
    }

    #[test]
    fn a_file_that_cannot_be_used_leaves_what_was_read_before() {
        let own = authority("Example CA");
        let (place, authorities) = trusting(&own);
        let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (text, told) in [("", "has no certificate"), (nonsense, "cannot be used")] {
            fs::write(&place.0, text).unwrap();
            let error = authorities.read(&place.0).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        fs::remove_file(&place.0).unwrap();
        assert!(authorities.read(&place.0).unwrap_err().to_string().contains("cannot be read"));
        assert_eq!(authorities.judge(&presented(&issued(&own, |_| ()), &[]), now()), Chain::Trusted);
        let other = authority("Other CA");
        fs::write(&place.0, other.pem()).unwrap();
        assert!(authorities.read(&place.0).unwrap());
        assert_eq!(authorities.judge(&presented(&issued(&own, |_| ()), &[]), now()), Chain::Untrusted);
        assert_eq!(authorities.judge(&presented(&issued(&other, |_| ()), &[]), now()), Chain::Trusted);
    }
}
