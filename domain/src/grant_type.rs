//! Grant types: the ways to come to tokens that this server knows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A grant type, by its `grant_type` value. Implicit and password are left out on purpose (OAuth 2.1; RFC 9700 §2.1.2, §2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// RFC 6749 §4.1.
    AuthorizationCode,
    /// RFC 8628 §3.4.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
    /// RFC 6749 §4.4.
    ClientCredentials,
    /// RFC 8693 §2.1.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:token-exchange")]
    TokenExchange,
    /// RFC 7523 §2.1.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:jwt-bearer")]
    JwtBearer,
    /// RFC 6749 §6.
    RefreshToken,
}

/// The text names no grant type of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this grant type is not known")]
pub struct UnknownGrantType;

impl GrantType {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 6] =
        [Self::AuthorizationCode, Self::DeviceCode, Self::ClientCredentials, Self::TokenExchange, Self::JwtBearer, Self::RefreshToken];

    /// Those by which users sign in, the usual one first.
    pub const OF_USERS: [Self; 2] = [Self::AuthorizationCode, Self::DeviceCode];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::ClientCredentials => "client_credentials",
            Self::TokenExchange => "urn:ietf:params:oauth:grant-type:token-exchange",
            Self::JwtBearer => "urn:ietf:params:oauth:grant-type:jwt-bearer",
            Self::RefreshToken => "refresh_token",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "Authorization code",
            Self::DeviceCode => "Device code",
            Self::ClientCredentials => "Client credentials",
            Self::TokenExchange => "Token exchange",
            Self::JwtBearer => "JWT bearer",
            Self::RefreshToken => "Refresh token",
        }
    }

    /// One sentence for the administrator who decides about it.
    pub const fn description(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "A user signs in, and the client exchanges the code it gets for tokens.",
            Self::DeviceCode => "A device without a browser shows a code, and a user enters it on another device to sign in.",
            Self::ClientCredentials => "A service gets access tokens for itself, without a user.",
            Self::TokenExchange => "A service exchanges an access token that it received for one with fewer rights.",
            Self::JwtBearer => "A client gets access tokens of a user for an assertion that a trusted issuer signed.",
            Self::RefreshToken => "A client gets new access tokens without asking the user again.",
        }
    }

    /// Returns whether it is only for clients that users sign in to.
    pub const fn needs_users(self) -> bool {
        match self {
            Self::AuthorizationCode | Self::DeviceCode | Self::RefreshToken => true,
            Self::ClientCredentials | Self::TokenExchange | Self::JwtBearer => false,
        }
    }

    /// Returns whether it is only for clients that authenticate.
    pub const fn needs_authentication(self) -> bool {
        match self {
            Self::AuthorizationCode | Self::DeviceCode | Self::RefreshToken => false,
            Self::ClientCredentials | Self::TokenExchange | Self::JwtBearer => true,
        }
    }
}

impl fmt::Display for GrantType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for GrantType {
    type Err = UnknownGrantType;

    fn from_str(text: &str) -> Result<Self, UnknownGrantType> {
        Self::ALL.into_iter().find(|grant| grant.name() == text).ok_or(UnknownGrantType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grant_type_is_stored_and_sent_by_its_name() {
        for grant in GrantType::ALL {
            assert_eq!(serde_json::to_value(grant).unwrap(), grant.name());
            assert_eq!(grant.name().parse(), Ok(grant));
        }
    }
}
