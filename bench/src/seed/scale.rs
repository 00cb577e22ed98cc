//! How much is seeded.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of rows of each kind. Clients and users are spread evenly over the workspaces, and families over clients and users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Tenants.
    pub tenants: u64,
    /// Workspaces of all tenants.
    pub workspaces: u64,
    /// Clients of all workspaces.
    pub clients: u64,
    /// Users of all workspaces.
    pub users: u64,
    /// Token families whose ID tokens are signed by ES256.
    pub families: u64,
    /// Families of each of the other kinds, and authorization codes, all in the first workspace.
    pub special: u64,
}

impl Scale {
    /// A few rows, for tests.
    pub const TINY: Self = Self { tenants: 1, workspaces: 2, clients: 4, users: 20, families: 400, special: 40 };
    /// One workspace with enough families for a benchmark of some minutes.
    pub const SMALL: Self = Self { tenants: 1, workspaces: 1, clients: 50, users: 10_000, families: 600_000, special: 50_000 };
    /// An installation that has grown.
    pub const FULL: Self =
        Self { tenants: 100, workspaces: 10_000, clients: 100_000, users: 1_000_000, families: 10_000_000, special: 100_000 };

    /// Returns the scale with another number of families.
    #[must_use]
    pub const fn with_families(self, families: u64) -> Self {
        Self { families, ..self }
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "tiny" => Ok(Self::TINY),
            "small" => Ok(Self::SMALL),
            "full" => Ok(Self::FULL),
            _ => Err("a scale is tiny, small or full".to_owned()),
        }
    }
}
