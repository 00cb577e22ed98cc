use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::unknown_value::UnknownValue;

/// Whose refresh tokens are replaced at each use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Everyone's.
    #[default]
    Always,
    /// Those of public clients; a client that authenticates keeps its token.
    PublicClients,
    /// Nobody's.
    Never,
}

impl Rotation {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Always, Self::PublicClients, Self::Never];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::PublicClients => "public_clients",
            Self::Never => "never",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::PublicClients => "For public clients only",
            Self::Never => "Never",
        }
    }
}

impl FromStr for Rotation {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}
