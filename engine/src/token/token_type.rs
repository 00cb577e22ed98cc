//! How an access token is presented.

use domain::thumbprint::Thumbprint;

/// How an access token is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenType {
    /// By itself (RFC 6750).
    Bearer,
    /// With a proof of the key that it is bound to (RFC 9449 §7.1).
    Dpop,
}

impl TokenType {
    /// The type of a token that is bound to this key, or to none.
    pub(crate) const fn of(jkt: Option<Thumbprint>) -> Self {
        if jkt.is_some() { Self::Dpop } else { Self::Bearer }
    }

    /// The value of `token_type`, and the scheme of the `Authorization` header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}
