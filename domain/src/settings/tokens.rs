//! Auth Server › Tokens.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use crate::policy::{TokenTtls, TtlOverrides};
use crate::{
    claim_mapping::ClaimMapping,
    policy::{RefreshPolicy, TokenPolicy},
    settings::retention::Retention,
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
            Self::Opaque => "Has no readable content. An API asks this server about it (RFC 7662), and a revocation takes effect at once.",
        }
    }
}

impl FromStr for AccessTokenFormat {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// The token settings of a workspace. A client may have lifetimes and a refresh-token policy of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether clients are told when a refresh token and its authorization expire (draft-ietf-oauth-refresh-token-expiration).
    pub announce_refresh_token_expiration: bool,
    /// Claims of its own, beside those of the standard scopes.
    pub claim_mappings: Vec<ClaimMapping>,
    /// How long its history is kept.
    #[serde(flatten)]
    pub retention: Retention,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            ttls: TokenTtls::default(),
            access_token_format: AccessTokenFormat::default(),
            signing: SigningSettings::default(),
            refresh: RefreshPolicy::default(),
            dpop_nonce_required: false,
            announce_refresh_token_expiration: true,
            claim_mappings: Vec::new(),
            retention: Retention::default(),
        }
    }
}

impl TokenSettings {
    /// Returns the lifetimes and the refresh-token policy.
    pub const fn policy(&self) -> TokenPolicy {
        TokenPolicy { ttls: self.ttls, refresh: self.refresh }
    }
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
