//! What a check comes to.

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was asked holds.
    Holds,
    /// It does not.
    Fails,
    /// The server does not offer what the check is about.
    NotOffered,
    /// The runner could not try it.
    NotTried,
}

impl Outcome {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Holds, Self::Fails, Self::NotOffered, Self::NotTried];

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::NotOffered => "not offered",
            Self::NotTried => "not tried",
        }
    }
}

/// What was seen, in a sentence with its figure. It has no token in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Whether what was asked holds.
    pub(crate) holds: bool,
    /// The sentence.
    pub(crate) seen: String,
}

impl Finding {
    /// Returns a finding.
    pub(crate) fn of(holds: bool, seen: impl Into<String>) -> Self {
        Self { holds, seen: seen.into() }
    }
}

/// Why a check came to no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The server does not offer what it is about.
    NotOffered(String),
    /// The runner could not try it.
    NotTried(String),
}

impl Stop {
    /// Returns that the server does not offer something.
    pub(crate) fn not_offered(why: impl Into<String>) -> Self {
        Self::NotOffered(why.into())
    }

    /// Returns that something could not be tried.
    pub(crate) fn not_tried(why: impl Into<String>) -> Self {
        Self::NotTried(why.into())
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::NotTried(error.sentence())
    }
}

/// What a check comes to.
pub(crate) type Verdict = Result<Finding, Stop>;
