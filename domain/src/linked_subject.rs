//! Subjects of trusted issuers that an administrator has linked to users.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{clock::Timestamp, id::LinkedSubjectId, name::Slug};

/// The most subjects that are linked to one user.
pub const MOST_LINKED_SUBJECTS: u32 = 20;

/// What an issuer calls somebody (`sub`, RFC 7519 §4.1.2): 1 to 255 characters, without control characters, and without spaces around it. It is
/// compared to the letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssertionSubject(String);

/// The text is no `sub`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type what the issuer calls the user (sub): at most 255 characters, without control characters.")]
pub struct InvalidSubject;

impl AssertionSubject {
    /// The most characters.
    pub const MAX_CHARS: usize = 255;

    /// Takes the spaces around it away and checks the rest.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, InvalidSubject> {
        let text = text.trim();
        let fits = (1..=Self::MAX_CHARS).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidSubject) }
    }

    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AssertionSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for AssertionSubject {
    type Error = InvalidSubject;

    fn try_from(text: String) -> Result<Self, InvalidSubject> {
        Self::parse(&text)
    }
}

impl From<AssertionSubject> for String {
    fn from(subject: AssertionSubject) -> Self {
        subject.0
    }
}

/// A subject of a trusted issuer that is a user here, because an administrator says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedSubject {
    /// Its identifier.
    pub id: LinkedSubjectId,
    /// The trusted issuer, as it is called here.
    pub issuer: Slug,
    /// What the issuer calls the user.
    pub subject: AssertionSubject,
    /// When it was linked.
    pub linked_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_a_text_that_can_be_seen_in_a_line() {
        assert_eq!(AssertionSubject::parse(" 00u1a2b3c4 ").unwrap().as_str(), "00u1a2b3c4");
        assert_eq!(AssertionSubject::parse(&"ä".repeat(255)).unwrap().to_string(), "ä".repeat(255));
        for wrong in ["", " ", "a\nb", "a\u{0}b", "ä".repeat(256).as_str()] {
            assert_eq!(AssertionSubject::parse(wrong), Err(InvalidSubject), "{wrong}");
        }
    }
}
