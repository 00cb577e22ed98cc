//! How the user is found whom an assertion is about.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    unknown_value::UnknownValue,
    user::{User, UserIdentifier},
};

/// What a claim of an assertion is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectMatch {
    /// The user's identifier, the `sub` of tokens of this workspace.
    #[default]
    UserId,
    /// What the user signs in with.
    UserName,
    /// The user's e-mail address, where it is verified here, and the assertion says by `email_verified` that it is there.
    VerifiedEmail,
}

impl SubjectMatch {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::UserId, Self::UserName, Self::VerifiedEmail];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserId => "user_id",
            Self::UserName => "user_name",
            Self::VerifiedEmail => "verified_email",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UserId => "User ID",
            Self::UserName => "Sign-in name",
            Self::VerifiedEmail => "Verified e-mail address",
        }
    }

    /// Returns whether this user is the one whom a claim names, by what they sign in with or by their address. An address that is not verified
    /// names nobody: whoever typed it could sign in as who has it.
    pub fn names(self, claim: &UserIdentifier, user: &User) -> bool {
        match self {
            Self::UserId => false,
            Self::UserName => user.identifier == *claim,
            Self::VerifiedEmail => user.profile.email_verified && user.profile.email.as_deref() == Some(claim.as_str()),
        }
    }
}

impl fmt::Display for SubjectMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SubjectMatch {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_to_find_users_is_stored_and_sent_by_its_name() {
        for way in SubjectMatch::ALL {
            assert_eq!(serde_json::to_value(way).unwrap(), way.name());
            assert_eq!(way.name().parse(), Ok(way));
        }
        assert_eq!("email".parse::<SubjectMatch>(), Err(UnknownValue));
    }
}
