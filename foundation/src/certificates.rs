//! The certificates that come with a connection or a request, as few as they may be.

use std::{
    collections::HashSet,
    sync::{Arc, OnceLock},
};

use engine::certificate::{ClientCertificate, MOST_IN_CHAIN};
use rustls::pki_types::CertificateDer;

/// The certificate of a client, and those that came along and may have issued it. Those of a connection are in the extensions of each of its
/// requests; a clone is the same, and what is read of it is read once.
#[derive(Debug, Clone)]
pub struct Certificates(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    own: CertificateDer<'static>,
    /// None where there were more than may be.
    others: Option<Vec<CertificateDer<'static>>>,
    read: OnceLock<Option<ClientCertificate>>,
}

impl Certificates {
    /// Takes certificates as they came, the client's own first; nothing where there is none. Where more came along than may stand in a chain, none
    /// of them is kept.
    pub fn of(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Option<Self> {
        let mut certificates = certificates.into_iter();
        let own = certificates.next()?;
        let others: Vec<_> = certificates.take(MOST_IN_CHAIN + 1).collect();
        let others = (others.len() <= MOST_IN_CHAIN).then_some(others);
        Some(Self(Arc::new(Parts { own, others, read: OnceLock::new() })))
    }

    /// The client's own.
    pub fn own(&self) -> &CertificateDer<'static> {
        &self.0.own
    }

    /// Returns what stands between the client's own and an authority; nothing where it is too much to be walked: more than [`MOST_IN_CHAIN`], or two
    /// certificates of one subject. Each of those may have issued the one before, and so may each further one: the ways through ten of them are
    /// millions, and a stranger makes them in a second. With a subject of its own for each there is one way.
    pub fn between(&self) -> Option<&[CertificateDer<'static>]> {
        self.0.others.as_deref().filter(|others| have_subjects_of_their_own(others))
    }

    /// Returns what the client's own says; nothing where it cannot be read.
    pub fn read(&self) -> Option<&ClientCertificate> {
        self.0.read.get_or_init(|| ClientCertificate::read(&self.0.own)).as_ref()
    }
}

fn have_subjects_of_their_own(certificates: &[CertificateDer<'_>]) -> bool {
    let mut subjects = HashSet::new();
    certificates.iter().all(|certificate| match x509_parser::parse_x509_certificate(certificate) {
        Ok((_, certificate)) => subjects.insert(certificate.subject().as_raw().to_vec()),
        Err(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_chain_may_have_is_none_of_it() {
        let any = |count: usize| vec![CertificateDer::from(vec![0_u8]); count];
        assert!(Certificates::of(any(0)).is_none());
        let between = |count: usize| Certificates::of(any(count)).unwrap().0.others.as_ref().map(Vec::len);
        assert_eq!((between(1), between(1 + MOST_IN_CHAIN)), (Some(0), Some(MOST_IN_CHAIN)));
        assert_eq!((between(2 + MOST_IN_CHAIN), between(100)), (None, None));
        let unreadable = Certificates::of(any(2)).unwrap();
        assert!(unreadable.read().is_none() && unreadable.between().is_none());
    }
}
