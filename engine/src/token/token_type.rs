//! How an access token is presented.

use domain::binding::Binding;

/// How an access token is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenType {
    /// By itself (RFC 6750), over any connection or that of its certificate (RFC 8705 §3).
    Bearer,
    /// With a proof of the key that it is bound to (RFC 9449 §7.1).
    Dpop,
}

impl TokenType {
    /// The type of a token that is bound to this, or to nothing.
    pub(crate) const fn of(bound_to: Option<Binding>) -> Self {
        match bound_to {
            Some(Binding::Key(_)) => Self::Dpop,
            Some(Binding::Certificate(_)) | None => Self::Bearer,
        }
    }

    /// The value of `token_type`, and the scheme of the `Authorization` header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}
