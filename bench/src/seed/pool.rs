//! Kinds of token families.

/// A kind of families, each numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// With an ID token signed by ES256, of all clients.
    Usual,
    /// With an ID token signed by RS256.
    Rs256,
    /// Without an ID token, because `openid` was not granted.
    Plain,
    /// Bound to the key of a public client (RFC 9449 §5).
    Dpop,
    /// Five generations old, so that a token of the first is reuse.
    Replayed,
    /// Revoked.
    Dead,
}

impl Pool {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Usual, Self::Rs256, Self::Plain, Self::Dpop, Self::Replayed, Self::Dead];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usual => "ES256",
            Self::Rs256 => "RS256",
            Self::Plain => "without openid",
            Self::Dpop => "DPoP-bound",
            Self::Replayed => "to be replayed",
            Self::Dead => "revoked",
        }
    }

    /// Returns the scopes that its families were granted.
    pub(super) const fn scopes(self) -> &'static str {
        match self {
            Self::Plain => "email offline_access profile",
            _ => "email offline_access openid profile",
        }
    }

    /// Returns the generation that its families are seeded at.
    pub const fn generation(self) -> i64 {
        if matches!(self, Self::Replayed) { 5 } else { 0 }
    }

    /// Returns the byte that tells its families' identifiers from those of other pools.
    pub(super) const fn number(self) -> u8 {
        self as u8
    }
}
