//! Why a passkey was not accepted.

use domain::problem::Problem;

/// Why a passkey was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// The browser's answer cannot be read, or is one to something else.
    #[error("the answer cannot be read")]
    Malformed,
    /// It is an answer to another challenge.
    #[error("the answer is to another challenge")]
    Challenge,
    /// Another site asked for it, or a page in a frame.
    #[error("the answer was given at another origin")]
    Origin,
    /// It is an answer for another relying party.
    #[error("the answer is for another relying party")]
    RelyingParty,
    /// Nobody touched the authenticator.
    #[error("nobody was present")]
    Absent,
    /// The authenticator did not check who touched it, by a PIN or a fingerprint, and it was the only factor.
    #[error("the user was not verified")]
    Unverified,
    /// The new key is of an algorithm that was not asked for.
    #[error("the key is of another algorithm")]
    Algorithm,
    /// The signature is not by the passkey.
    #[error("the signature is wrong")]
    Signature,
    /// The signature counter did not grow: there may be a copy of the authenticator.
    #[error("the signature counter did not grow")]
    Counter,
    /// The challenge was answered before, or a later one was.
    #[error("the challenge was answered before")]
    Replayed,
    /// There is no such passkey, or it is somebody else's.
    #[error("there is no such passkey")]
    Unknown,
}

impl PasskeyError {
    /// Returns the code that an audit line has.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Challenge => "challenge",
            Self::Origin => "origin",
            Self::RelyingParty => "relying_party",
            Self::Absent => "user_absent",
            Self::Unverified => "user_not_verified",
            Self::Algorithm => "algorithm",
            Self::Signature => "signature",
            Self::Counter => "counter",
            Self::Replayed => "replayed",
            Self::Unknown => "unknown",
        }
    }

    /// Returns what its owner can do about it.
    pub const fn problem(self) -> Problem {
        match self {
            Self::Unknown => Problem::UnknownPasskey,
            Self::Unverified => Problem::PasskeyUnverified,
            _ => Problem::PasskeyRefused,
        }
    }
}
