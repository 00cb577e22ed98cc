//! The key, or the certificate, that a token request proves, held against the one that is wanted.

use domain::thumbprint::Thumbprint;

use crate::error::Refusal;

/// The key that a token request proves possession of, by its thumbprint; or the certificate (RFC 8705), by its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvenKey {
    /// Whichever key is wanted. An explanation assumes this if it is not told the key.
    Wanted,
    /// The key with this thumbprint.
    Of(Thumbprint),
    /// None: the request has no proof.
    Absent,
}

impl ProvenKey {
    /// Checks that there is a proof, of any key.
    pub(crate) const fn check_present(self) -> Result<(), Refusal> {
        match self {
            Self::Wanted | Self::Of(_) => Ok(()),
            Self::Absent => Err(Refusal::MissingProof),
        }
    }

    /// Checks that the proof was made with this key.
    pub(crate) fn check(self, wanted: Thumbprint) -> Result<(), Refusal> {
        match self {
            Self::Wanted => Ok(()),
            Self::Of(key) if key == wanted => Ok(()),
            Self::Of(_) => Err(Refusal::OtherKey),
            Self::Absent => Err(Refusal::MissingProof),
        }
    }
}

impl From<Option<Thumbprint>> for ProvenKey {
    fn from(key: Option<Thumbprint>) -> Self {
        key.map_or(Self::Absent, Self::Of)
    }
}
