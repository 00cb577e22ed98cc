use serde::{Deserialize, Serialize};

use crate::lifetime::Lifetime;

/// How long the previous refresh token may be presented again after a rotation: 0 (not at all) to 5 minutes.
pub type RetryWindow = Lifetime<0, 300>;

/// How many retries one rotation allows: 0 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct RetryCount(u8);

/// The count is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose between 0 and 10 retries.")]
pub struct RetryCountOutOfBounds;

impl RetryCount {
    /// What a workspace starts with.
    pub(crate) const DEFAULT: Self = Self(3);

    /// A count as it is typed.
    pub fn parse(text: &str) -> Result<Self, RetryCountOutOfBounds> {
        text.trim().parse::<u8>().map_err(|_| RetryCountOutOfBounds)?.try_into()
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for RetryCount {
    type Error = RetryCountOutOfBounds;

    fn try_from(count: u8) -> Result<Self, RetryCountOutOfBounds> {
        if count <= 10 { Ok(Self(count)) } else { Err(RetryCountOutOfBounds) }
    }
}

impl From<RetryCount> for u8 {
    fn from(count: RetryCount) -> Self {
        count.0
    }
}

/// How far the loss of an answer is forgiven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The previous token works for so long and so often.
    Within {
        /// How long after the rotation.
        window: RetryWindow,
        /// How often, apart from what was sent at once.
        count: RetryCount,
    },
    /// The previous token works until the client is known to hold its successor (FAPI 2.0 Security Profile §5.3.2.1).
    UntilFirstUse,
}
