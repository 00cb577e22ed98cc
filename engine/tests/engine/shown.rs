//! Certificates as they come with requests.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use engine::certificate::{Chain, ClientCertificate, JudgeChain, PresentedCertificate};

/// A certificate, and who judges its chain.
#[derive(Clone)]
pub struct Shown {
    pub certificate: ClientCertificate,
    chain: Arc<dyn JudgeChain>,
}

impl Shown {
    pub fn of(certificate: ClientCertificate, chain: Arc<dyn JudgeChain>) -> Self {
        Self { certificate, chain }
    }

    pub fn presented(&self) -> PresentedCertificate<'_> {
        PresentedCertificate { certificate: &self.certificate, chain: &*self.chain }
    }
}

/// Trusts a chain, and counts how often it is asked to judge it.
pub struct Counted(AtomicUsize);

impl Counted {
    pub fn trusted() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// How often it was asked since this was asked last.
    pub fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

impl JudgeChain for Counted {
    fn judge(&self) -> Chain {
        self.0.fetch_add(1, Ordering::SeqCst);
        Chain::Trusted
    }
}
