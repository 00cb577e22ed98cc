//! Auth Server › Tokens.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    client::UnknownValue,
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, Lifetime, LifetimeError, RefreshTokenTtl, parse_seconds},
    policy::Rotation,
};

/// How long the previous refresh token may be presented again after a rotation: 0 (not at all) to 5 minutes.
pub type RetryWindow = Lifetime<0, 300>;

/// How an access token is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessTokenFormat {
    /// A signed JWT that a resource server can check by itself (RFC 9068).
    #[default]
    Jwt,
    /// Opaque to everyone but this server; a resource server asks for introspection (RFC 7662).
    Opaque,
}

impl AccessTokenFormat {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 2] = [Self::Jwt, Self::Opaque];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::Opaque => "opaque",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Jwt => "JWT",
            Self::Opaque => "Opaque",
        }
    }

    /// One sentence for whoever chooses.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Jwt => "Signed, so that an API can check it by itself (RFC 9068).",
            Self::Opaque => "Says nothing to anybody. An API asks this server about it (RFC 7662), and a revocation holds at once.",
        }
    }
}

impl FromStr for AccessTokenFormat {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// Lifetimes and rotation of a workspace's tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenSettings {
    /// *Access token TTL*.
    pub access_token_ttl: AccessTokenTtl,
    /// *Refresh token TTL*: the absolute lifetime of a family; `None` (typed as `0`) where no refresh tokens are issued.
    pub refresh_token_ttl: Option<RefreshTokenTtl>,
    /// *ID token TTL*.
    pub id_token_ttl: IdTokenTtl,
    /// *Authorization code TTL*.
    pub authorization_code_ttl: AuthorizationCodeTtl,
    /// How access tokens are written.
    pub access_token_format: AccessTokenFormat,
    /// Whose refresh tokens are replaced at each use.
    pub rotation: Rotation,
    /// How long a client that lost the answer of a rotation may ask again with the previous token.
    pub retry_window: RetryWindow,
    /// How often it may.
    pub retry_count: RetryCount,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            access_token_ttl: constant(3600),
            refresh_token_ttl: Some(constant(720 * 3600)),
            id_token_ttl: constant(3600),
            authorization_code_ttl: constant(600),
            access_token_format: AccessTokenFormat::Jwt,
            rotation: Rotation::Always,
            retry_window: constant(30),
            retry_count: RetryCount(3),
        }
    }
}

/// A default, which `the_defaults_are_within_their_bounds` holds to its bounds.
const fn constant<const MIN: i64, const MAX: i64>(seconds: i64) -> Lifetime<MIN, MAX> {
    match Lifetime::from_seconds(seconds) {
        Ok(lifetime) => lifetime,
        Err(_) => Lifetime::SHORTEST,
    }
}

impl TokenSettings {
    /// Reads *Refresh token TTL* as it is typed: a duration, or `0` for no refresh tokens at all.
    pub fn parse_refresh_token_ttl(text: &str) -> Result<Option<RefreshTokenTtl>, LifetimeError> {
        match parse_seconds(text)? {
            0 => Ok(None),
            seconds => RefreshTokenTtl::from_seconds(seconds).map(Some),
        }
    }
}

/// How many retries one rotation allows: 0 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct RetryCount(u8);

/// The count is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose between 0 and 10 retries.")]
pub struct RetryCountOutOfBounds;

impl RetryCount {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_within_their_bounds() {
        let defaults = TokenSettings::default();
        let shown = [
            defaults.access_token_ttl.go(),
            defaults.refresh_token_ttl.unwrap().go(),
            defaults.id_token_ttl.go(),
            defaults.authorization_code_ttl.go(),
            defaults.retry_window.go(),
        ];
        assert_eq!(shown, ["1h0m0s", "720h0m0s", "1h0m0s", "10m0s", "30s"]);
    }

    #[test]
    fn a_zero_refresh_token_ttl_switches_refresh_tokens_off() {
        assert_eq!(TokenSettings::parse_refresh_token_ttl("0"), Ok(None));
        assert_eq!(TokenSettings::parse_refresh_token_ttl("0s"), Ok(None));
        assert!(TokenSettings::parse_refresh_token_ttl("59s").is_err());
    }

    #[test]
    fn settings_that_were_saved_before_a_field_existed_read_with_its_default() {
        assert_eq!(serde_json::from_str::<TokenSettings>("{}").unwrap(), TokenSettings::default());
    }
}
