//! Settings › Sign-in.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::unknown_value::UnknownValue;

/// How the users of a workspace sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct SignInSettings {
    /// *Minimum password strength*: what a new password must reach. Existing passwords stay.
    pub minimum_password_strength: PasswordStrength,
    /// *Password reset by e-mail*: a link to a new password for who has forgotten it.
    pub password_reset: bool,
    /// *Registration*: whoever has an e-mail address can become a user.
    pub registration: bool,
    /// *Confirm the address before the first sign-in*, for users who register. Without it, whoever registers finds out by signing in whether the
    /// address had an account.
    pub confirm_registrations: bool,
    /// *Account deletion*: users can delete their own account.
    pub account_deletion: bool,
}

impl Default for SignInSettings {
    fn default() -> Self {
        Self {
            minimum_password_strength: PasswordStrength::default(),
            password_reset: true,
            registration: false,
            confirm_registrations: true,
            account_deletion: false,
        }
    }
}

/// How hard a password is to guess, by the number of guesses that a search takes which begins with what people choose (zxcvbn's scores 2 to
/// 4; weaker ones are never accepted).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordStrength {
    /// A million guesses and more.
    Fair,
    /// A hundred million guesses and more.
    #[default]
    Good,
    /// Ten thousand million guesses and more.
    Strong,
}

impl PasswordStrength {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Fair, Self::Good, Self::Strong];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fair => "fair",
            Self::Good => "good",
            Self::Strong => "strong",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fair => "Fair: holds off guessing at the sign-in page",
            Self::Good => "Good (default)",
            Self::Strong => "Strong: holds off guessing by somebody who has the database",
        }
    }
}

impl FromStr for PasswordStrength {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_without_settings_has_the_defaults_and_each_strength_is_read_by_its_name() {
        assert_eq!(serde_json::from_str::<SignInSettings>("{}").unwrap(), SignInSettings::default());
        for strength in PasswordStrength::ALL {
            assert_eq!(strength.name().parse(), Ok(strength));
            assert_eq!(serde_json::to_value(strength).unwrap(), strength.name());
        }
        assert_eq!("0".parse::<PasswordStrength>(), Err(UnknownValue));
    }
}
