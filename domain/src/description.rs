//! Descriptions: sentences that people read.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::invisible::{holds_invisible, is_invisible};

/// What users read of something, in one line: at most 200 characters, and possibly none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Description(String);

/// Why a description was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DescriptionError {
    /// More than 200 characters.
    #[error("A description has at most 200 characters.")]
    TooLong,
    /// A control character, such as a line break.
    #[error("A description is one line, without control characters.")]
    ControlCharacter,
    /// A character that is not seen, such as one that turns the direction of writing.
    #[error("A description holds no invisible characters. Type it again instead of pasting it.")]
    Invisible,
}

impl Description {
    /// The most characters that a description may have.
    pub const MAX_CHARS: usize = 200;

    /// Takes the spaces around a description away and checks the rest.
    pub fn parse(text: &str) -> Result<Self, DescriptionError> {
        let text = text.trim();
        if text.chars().count() > Self::MAX_CHARS {
            Err(DescriptionError::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(DescriptionError::ControlCharacter)
        } else if holds_invisible(text) {
            Err(DescriptionError::Invisible)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The description as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A description as it was stored, by an earlier version that took characters which none may have today: they are left out.
impl From<String> for Description {
    fn from(text: String) -> Self {
        let seen = |character: &char| !character.is_control() && !is_invisible(*character);
        Self::parse(&text).unwrap_or_else(|_| Self(text.chars().filter(seen).take(Self::MAX_CHARS).collect()))
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_one_line_that_can_be_seen() {
        assert_eq!(Description::parse(" See what you ordered ").unwrap().as_str(), "See what you ordered");
        assert!(Description::parse("").unwrap().is_empty());
        assert!(Description::parse(&"ü".repeat(200)).is_ok());
        for (text, error) in [
            ("ü".repeat(201), DescriptionError::TooLong),
            ("two\nlines".to_owned(), DescriptionError::ControlCharacter),
            ("nothing\0".to_owned(), DescriptionError::ControlCharacter),
            ("\u{202e}desrever".to_owned(), DescriptionError::Invisible),
        ] {
            assert_eq!(Description::parse(&text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn what_an_earlier_version_stored_is_read_without_what_cannot_be_seen() {
        assert_eq!(Description::from("two\nlines\u{202e}".to_owned()).as_str(), "twolines");
    }
}
