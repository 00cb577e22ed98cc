//! What a passkey is asked for.

/// What a passkey was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To sign in alone: the authenticator must have checked who used it, by a PIN, a fingerprint or the like, and say whose it is.
    OnlyFactor,
    /// To complete a sign-in after the password.
    SecondFactor,
    /// To confirm, in place of the password, that whoever is signed in is still there: the authenticator must have checked who used it. Whose it
    /// is the session says.
    Confirmation,
}

impl Asked {
    /// Returns whether the authenticator must have checked who used it.
    pub(crate) const fn needs_verified_user(self) -> bool {
        match self {
            Self::OnlyFactor | Self::Confirmation => true,
            Self::SecondFactor => false,
        }
    }
}
