use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::unknown_value::UnknownValue;

/// How many families one user may have at one client at a time: 1 to 1,000, or 0 for as many as there are logins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct FamilyLimit(u16);

/// The limit is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose between 1 and 1,000, or 0 for no limit.")]
pub struct FamilyLimitOutOfBounds;

impl FamilyLimit {
    /// A limit as it is typed; `0` for none.
    pub fn parse(text: &str) -> Result<Self, FamilyLimitOutOfBounds> {
        text.trim().parse::<u16>().map_err(|_| FamilyLimitOutOfBounds)?.try_into()
    }

    /// The number; none if there is no limit.
    pub const fn most(self) -> Option<u16> {
        if self.0 == 0 { None } else { Some(self.0) }
    }
}

impl TryFrom<u16> for FamilyLimit {
    type Error = FamilyLimitOutOfBounds;

    fn try_from(most: u16) -> Result<Self, FamilyLimitOutOfBounds> {
        if most <= 1000 { Ok(Self(most)) } else { Err(FamilyLimitOutOfBounds) }
    }
}

impl From<FamilyLimit> for u16 {
    fn from(limit: FamilyLimit) -> Self {
        limit.0
    }
}

/// What happens when a login would exceed the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitRule {
    /// The family that began first ends.
    #[default]
    EvictOldest,
    /// The family that was not used for the longest time ends.
    EvictLeastRecentlyUsed,
    /// The new login gets no refresh token.
    Refuse,
}

impl LimitRule {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::EvictOldest, Self::EvictLeastRecentlyUsed, Self::Refuse];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EvictOldest => "evict_oldest",
            Self::EvictLeastRecentlyUsed => "evict_least_recently_used",
            Self::Refuse => "refuse",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EvictOldest => "End the oldest",
            Self::EvictLeastRecentlyUsed => "End the least recently used",
            Self::Refuse => "Issue no further one",
        }
    }
}

impl FromStr for LimitRule {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}
