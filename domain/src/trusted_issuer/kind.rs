//! The kinds of assertions that are taken as authorization grants.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::unknown_value::UnknownValue;

/// A kind of assertions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssertionKind {
    /// An identity assertion authorization grant: it says by its `typ` what it is, and names the client that may use it.
    IdJag,
    /// Any JWT as RFC 7523 §3 has it.
    Jwt,
}

impl AssertionKind {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 2] = [Self::IdJag, Self::Jwt];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdJag => "id_jag",
            Self::Jwt => "jwt",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::IdJag => "Identity assertions (ID-JAG)",
            Self::Jwt => "Other JWTs (RFC 7523)",
        }
    }
}

impl fmt::Display for AssertionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AssertionKind {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_stored_and_sent_by_its_name() {
        for kind in AssertionKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert_eq!("saml".parse::<AssertionKind>(), Err(UnknownValue));
    }
}
