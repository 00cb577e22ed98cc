//! Where the value of a setting comes from.

use std::{fmt, path::PathBuf};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The product's default.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// The environment.
    Environment,
    /// A variable that OpenTelemetry's specification names.
    Standard(&'static str),
    /// The command line.
    CommandLine,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("by default"),
            Self::File(path) => write!(f, "from {}", path.display()),
            Self::Environment => f.write_str("from the environment"),
            Self::Standard(variable) => write!(f, "from {variable}"),
            Self::CommandLine => f.write_str("from the command line"),
        }
    }
}
