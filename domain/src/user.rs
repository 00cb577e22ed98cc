//! Users of a workspace's own pool: the resource owners.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    address::Address,
    clock::Timestamp,
    id::{UserId, WorkspaceId},
    name::Name,
    phone_number::PhoneNumber,
};

/// What a user signs in with: an e-mail address or a user name, without regard to case. 1 to 254 characters, no spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserIdentifier(String);

/// The text cannot be signed in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type an e-mail address or a user name: at most 254 characters, without spaces.")]
pub struct InvalidUserIdentifier;

impl UserIdentifier {
    /// Checks an identifier and normalizes it.
    pub fn parse(text: &str) -> Result<Self, InvalidUserIdentifier> {
        let text = text.trim().to_lowercase();
        let fits =
            (1..=254).contains(&text.chars().count()) && !text.chars().any(|character| character.is_whitespace() || character.is_control());
        if fits { Ok(Self(text)) } else { Err(InvalidUserIdentifier) }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it has the form of an e-mail address.
    pub fn is_email(&self) -> bool {
        self.0.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.') && !host.contains('@'))
    }
}

impl fmt::Display for UserIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for UserIdentifier {
    type Error = InvalidUserIdentifier;

    fn try_from(text: String) -> Result<Self, InvalidUserIdentifier> {
        Self::parse(&text)
    }
}

impl From<UserIdentifier> for String {
    fn from(identifier: UserIdentifier) -> Self {
        identifier.0
    }
}

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// The user may sign in.
    Active,
    /// The user may not sign in, and no token of the user is renewed.
    Disabled,
}

/// A user. The password is not here: only its Argon2id hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its identifier, the `sub` of its tokens.
    pub id: UserId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// What it signs in with.
    pub identifier: UserIdentifier,
    /// Whether the user may sign in.
    pub status: UserStatus,
    /// When it was added.
    pub created_at: Timestamp,
    /// Counts its changes.
    pub version: i64,
    /// What its tokens may say about it.
    pub profile: UserProfile,
}

impl User {
    /// The names that the user signs in with: the identifier first, and the e-mail address where that is another.
    pub fn sign_in_names(&self) -> Vec<&str> {
        let email = self.profile.email.as_deref().filter(|email| *email != self.identifier.as_str());
        std::iter::once(self.identifier.as_str()).chain(email).collect()
    }

    /// The names that the user is known by: those to sign in with, and what the user is called.
    pub fn names(&self) -> Vec<&str> {
        [self.sign_in_names(), vec![self.profile.name.as_str()]].concat()
    }
}

/// The claims of a user (OpenID Connect Core §5.1), given out by scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserProfile {
    /// `name`, with scope `profile`.
    pub name: Name,
    /// `email`, with scope `email`.
    pub email: Option<String>,
    /// `email_verified`: whether the user has used a link that was sent there, or an administrator says that the address is theirs.
    #[serde(default)]
    pub email_verified: bool,
    /// `phone_number`, with scope `phone`.
    pub phone_number: Option<PhoneNumber>,
    /// `phone_number_verified`: whether an administrator says that the number is the user's.
    #[serde(default)]
    pub phone_number_verified: bool,
    /// `address`, with scope `address`.
    pub address: Option<Address>,
    /// `updated_at`, with scope `profile`; none if it has not changed since the user was added.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

impl UserProfile {
    /// A profile that holds a name and nothing else.
    pub const fn named(name: Name) -> Self {
        Self { name, email: None, email_verified: false, phone_number: None, phone_number_verified: false, address: None, updated_at: None }
    }
}

/// Why a password cannot be chosen. It is 12 to 200 characters long, none of those that are tried first, and not easily guessed; nothing is
/// asked of the kinds of its characters (NIST SP 800-63B-4 §3.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordError {
    /// Too short.
    #[error("A password has at least 12 characters.")]
    TooShort,
    /// Too long to be hashed in good time.
    #[error("A password has at most 200 characters.")]
    TooLong,
    /// A control character, such as a line break, which no field for passwords takes (RFC 8265 §4.1).
    #[error("A password holds no control characters.")]
    ControlCharacter,
    /// One of the passwords that are tried first.
    #[error("Many people use this password, so it is among the first to be tried. Choose another.")]
    Common,
    /// One that is made of what is known of its owner.
    #[error(
        "This is easy to guess for anybody who knows the name, the address or the organisation. Leave those out, or add unrelated words."
    )]
    Personal,
    /// One that a search finds soon.
    #[error("This is too easy to guess. Add a few unrelated words.")]
    Guessable,
}

/// Checks the form of a new password. Whether it is easily guessed is for the engine to say, which knows the words that people choose.
pub fn check_password_form(password: &str) -> Result<(), PasswordError> {
    if password.chars().any(char::is_control) {
        return Err(PasswordError::ControlCharacter);
    }
    match password.chars().count() {
        0..=11 => Err(PasswordError::TooShort),
        12..=200 => Ok(()),
        _ => Err(PasswordError::TooLong),
    }
}
