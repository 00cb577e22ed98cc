//! Auth Server › Tokens.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, LifetimeError, RefreshTokenTtl, constant, parse_seconds},
    policy::RefreshPolicy,
    signing::SigningSettings,
    unknown_value::UnknownValue,
};

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

    /// One sentence for the administrator who chooses.
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

/// Lifetimes of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenTtls {
    /// *Access token TTL*.
    pub access_token_ttl: AccessTokenTtl,
    /// *Refresh token TTL*: the absolute lifetime of a family; `None` (typed as `0`) where no refresh tokens are issued.
    pub refresh_token_ttl: Option<RefreshTokenTtl>,
    /// *ID token TTL*.
    pub id_token_ttl: IdTokenTtl,
    /// *Authorization code TTL*.
    pub authorization_code_ttl: AuthorizationCodeTtl,
}

impl Default for TokenTtls {
    fn default() -> Self {
        Self {
            access_token_ttl: constant(3600),
            refresh_token_ttl: Some(constant(720 * 3600)),
            id_token_ttl: constant(3600),
            authorization_code_ttl: constant(600),
        }
    }
}

impl TokenTtls {
    /// Reads *Refresh token TTL* as it is typed: a duration, or `0` for no refresh tokens at all.
    pub fn parse_refresh_token_ttl(text: &str) -> Result<Option<RefreshTokenTtl>, LifetimeError> {
        match parse_seconds(text)? {
            0 => Ok(None),
            seconds => RefreshTokenTtl::from_seconds(seconds).map(Some),
        }
    }
}

/// Lifetimes of a client's own, each in place of its workspace's. The names are those on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TtlOverrides {
    /// *Access token TTL*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token_ttl: Option<AccessTokenTtl>,
    /// *Refresh token TTL*; `Some(None)` (typed as `0`) where the client is issued no refresh tokens.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub refresh_token_ttl: Option<Option<RefreshTokenTtl>>,
    /// *ID token TTL*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_ttl: Option<IdTokenTtl>,
    /// *Authorization code TTL*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_code_ttl: Option<AuthorizationCodeTtl>,
}

impl TtlOverrides {
    /// Reads them as they were written before each stood for itself, too: all four, or `null`.
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or_default())
    }
}

impl From<TokenTtls> for TtlOverrides {
    fn from(ttls: TokenTtls) -> Self {
        Self {
            access_token_ttl: Some(ttls.access_token_ttl),
            refresh_token_ttl: Some(ttls.refresh_token_ttl),
            id_token_ttl: Some(ttls.id_token_ttl),
            authorization_code_ttl: Some(ttls.authorization_code_ttl),
        }
    }
}

/// A value that is there, though it may be `null`.
#[expect(clippy::option_option, reason = "a lifetime of a client's own may be that there is none")]
fn there<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The token settings of a workspace. A client may have lifetimes and a refresh-token policy of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenSettings {
    /// How long tokens live.
    #[serde(flatten)]
    pub ttls: TokenTtls,
    /// How access tokens are written.
    pub access_token_format: AccessTokenFormat,
    /// The algorithms that sign tokens.
    #[serde(flatten)]
    pub signing: SigningSettings,
    /// How refresh tokens are kept safe.
    #[serde(flatten)]
    pub refresh: RefreshPolicy,
    /// Whether a proof of possession must have a nonce of this server (RFC 9449 §8).
    pub dpop_nonce_required: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_within_their_bounds() {
        let TokenSettings { ttls, refresh, .. } = TokenSettings::default();
        let shown = [
            ttls.access_token_ttl.go(),
            ttls.refresh_token_ttl.unwrap().go(),
            ttls.id_token_ttl.go(),
            ttls.authorization_code_ttl.go(),
            refresh.retry_window.go(),
            refresh.refresh_token_idle_ttl.go(),
        ];
        assert_eq!(shown, ["1h0m0s", "720h0m0s", "1h0m0s", "10m0s", "30s", "0s"]);
    }

    #[test]
    fn a_zero_refresh_token_ttl_switches_refresh_tokens_off() {
        assert_eq!(TokenTtls::parse_refresh_token_ttl("0"), Ok(None));
        assert_eq!(TokenTtls::parse_refresh_token_ttl("0s"), Ok(None));
        assert!(TokenTtls::parse_refresh_token_ttl("59s").is_err());
    }

    #[test]
    fn settings_that_were_saved_before_a_field_existed_read_with_its_default() {
        assert_eq!(serde_json::from_str::<TokenSettings>("{}").unwrap(), TokenSettings::default());
    }

    #[test]
    fn lifetimes_of_a_client_s_own_read_as_they_were_written_when_they_were_all_or_none() {
        #[derive(Deserialize)]
        struct Client {
            #[serde(default, deserialize_with = "TtlOverrides::read")]
            token_ttls: TtlOverrides,
        }
        let read = |text: &str| serde_json::from_str::<Client>(text).unwrap().token_ttls;
        assert_eq!(read("{}"), TtlOverrides::default());
        assert_eq!(read(r#"{"token_ttls":null}"#), TtlOverrides::default());
        let all = TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() };
        assert_eq!(read(&format!(r#"{{"token_ttls":{}}}"#, serde_json::to_string(&all).unwrap())), all.into());
        let one = TtlOverrides { refresh_token_ttl: Some(None), ..TtlOverrides::default() };
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"refresh_token_ttl":null}"#);
        assert_eq!(read(r#"{"token_ttls":{"refresh_token_ttl":null}}"#), one);
    }

    #[test]
    fn settings_read_back_as_they_were_written() {
        let mut settings = TokenSettings::default();
        settings.ttls.refresh_token_ttl = None;
        settings.refresh.end_on_logout = true;
        settings.access_token_format = AccessTokenFormat::Opaque;
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<TokenSettings>(&text).unwrap(), settings);
    }
}
