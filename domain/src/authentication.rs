//! How a user authenticated, in the words of tokens.

use serde::{Deserialize, Serialize};

/// How a user authenticated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// By a password.
    #[default]
    Password,
    /// By a password and a one-time code: of an authenticator app, or one of those kept for its loss.
    PasswordAndCode,
}

/// The class of an authentication with two factors, in the words that clients of other servers know.
pub const MULTI_FACTOR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

impl Authentication {
    /// Returns the methods that were used: `amr` (RFC 8176 §2).
    pub const fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["pwd"],
            Self::PasswordAndCode => &["pwd", "otp", "mfa"],
        }
    }

    /// Returns the class that it satisfies, if it has one: `acr` (OpenID Connect Core §2).
    pub const fn class(self) -> Option<&'static str> {
        match self {
            Self::Password => None,
            Self::PasswordAndCode => Some(MULTI_FACTOR),
        }
    }
}
