//! How a user signed in: what `amr` (RFC 8176) and `acr` (OpenID Connect Core §2) are made of.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::unknown_value::UnknownValue;

/// How a user signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// By a password alone.
    Password,
    /// By a password and a code of an authenticator app.
    PasswordAndApp,
    /// By a password and a recovery code.
    PasswordAndRecoveryCode,
    /// By a password and a passkey.
    PasswordAndPasskey,
    /// By a passkey alone, whose device checked that it is the user.
    Passkey,
}

impl SignInMethod {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Password, Self::PasswordAndApp, Self::PasswordAndRecoveryCode, Self::PasswordAndPasskey, Self::Passkey];

    /// The values of `amr` (RFC 8176 §2). A passkey is proof of a key (`pop`): whether its key is in hardware is not known here.
    pub const fn amr(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["pwd"],
            Self::PasswordAndApp | Self::PasswordAndRecoveryCode => &["pwd", "otp", "mfa"],
            Self::PasswordAndPasskey => &["pwd", "pop", "mfa"],
            Self::Passkey => &["pop", "user", "mfa"],
        }
    }

    /// The level that it reaches.
    pub const fn acr(self) -> Acr {
        match self {
            Self::Password => Acr::SingleFactor,
            Self::PasswordAndApp | Self::PasswordAndRecoveryCode => Acr::MultiFactor,
            Self::PasswordAndPasskey | Self::Passkey => Acr::PhishingResistant,
        }
    }
}

/// How far a sign-in can be relied on, as `acr` names it. Each level has all that the ones before it have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Acr {
    /// One factor.
    #[serde(rename = "sfa")]
    SingleFactor,
    /// More than one factor.
    #[serde(rename = "mfa")]
    MultiFactor,
    /// More than one factor, and nobody who stands between user and server can use what they showed (OpenID Connect Extended Authentication Profile
    /// ACR Values 1.0 §2).
    #[serde(rename = "phr")]
    PhishingResistant,
}

impl Acr {
    /// All of them, lowest first.
    pub const ALL: [Self; 3] = [Self::SingleFactor, Self::MultiFactor, Self::PhishingResistant];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SingleFactor => "sfa",
            Self::MultiFactor => "mfa",
            Self::PhishingResistant => "phr",
        }
    }
}

impl fmt::Display for Acr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Acr {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_by_its_name_and_every_sign_in_of_two_factors_says_so() {
        for acr in Acr::ALL {
            assert_eq!(acr.name().parse(), Ok(acr));
            assert_eq!(serde_json::to_value(acr).unwrap(), acr.name());
        }
        assert_eq!("urn:mace:incommon:iap:silver".parse::<Acr>(), Err(UnknownValue));
        assert!(Acr::ALL.is_sorted());
        for method in SignInMethod::ALL {
            assert_eq!(method.amr().contains(&"mfa"), method.acr() >= Acr::MultiFactor, "{method:?}");
            assert_eq!(method.amr().contains(&"pop"), method.acr() == Acr::PhishingResistant, "{method:?}");
        }
    }
}
