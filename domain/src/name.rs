//! Names: of a thing as people call it, and of a tenant or workspace as its address has it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::invisible::{has_visible, holds_invisible, is_invisible};

/// What a tenant, workspace, client, service or user is called: 1 to 100 characters, none of them a control character or one that is not
/// seen, or changes how others are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameError {
    /// Nothing but spaces.
    #[error("Give it a name.")]
    Empty,
    /// More than 100 characters.
    #[error("A name has at most 100 characters.")]
    TooLong,
    /// A control character, such as a line break.
    #[error("A name holds no control characters.")]
    ControlCharacter,
    /// A character that is not seen, such as one that turns the direction of writing.
    #[error("A name holds no invisible characters. Type it again instead of pasting it.")]
    Invisible,
}

impl Name {
    /// The most characters a name may have.
    pub const MAX_CHARS: usize = 100;

    /// Takes the spaces around a name away and checks the rest.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if text.is_empty() {
            Err(NameError::Empty)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(NameError::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(NameError::ControlCharacter)
        } else if holds_invisible(text) || !has_visible(text) {
            Err(NameError::Invisible)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// A name as it was stored, by an earlier version that took characters which none may have today: they are left out. Where nothing is left, the sign
    /// for what cannot be shown stands for it.
    fn read(text: &str) -> Result<Self, NameError> {
        let seen = || text.chars().filter(|character| !is_invisible(*character)).collect::<String>();
        Self::parse(text).or_else(|error| match (Self::parse(&seen()), error) {
            (Err(_), NameError::Invisible) => Self::parse("\u{fffd}"),
            (read, _) => read,
        })
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        Self::read(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// Returns whether a character says something to a terminal instead of standing in its line: a control character, a break of the line, or what turns the
/// direction of writing.
pub fn commands_terminal(character: char) -> bool {
    let turns = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || turns || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Returns a text so that it stays on its line, and says nothing to a terminal: what would is in its escaped form.
pub fn on_a_line(text: &str) -> String {
    let shown = |it: char| if commands_terminal(it) { it.escape_default().to_string() } else { it.to_string() };
    text.chars().map(shown).collect()
}

/// The part of an address that names a tenant or a workspace, and so of every issuer: lower-case letters, digits and
/// single hyphens within, 1 to 40 characters. It never changes, because tokens carry it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a slug was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlugError {
    /// Nothing there.
    #[error("Give it an address.")]
    Empty,
    /// More than 40 characters.
    #[error("An address has at most 40 characters.")]
    TooLong,
    /// A character that an address does not take.
    #[error("An address has lower-case letters, digits and single hyphens between them.")]
    Character,
    /// A first part of a path that the server uses itself.
    #[error("This address is taken by the server itself.")]
    Reserved,
}

impl Slug {
    /// The most characters a slug may have.
    pub const MAX_CHARS: usize = 40;
    /// First parts of paths that are the server's own.
    const RESERVED: [&str; 8] = ["api", "assets", "console", "errors", "health", "new-workspace", "pkg", "sign-in"];

    /// Checks a slug; nothing is changed about it.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        let outer = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if text.is_empty() {
            return Err(SlugError::Empty);
        }
        if text.len() > Self::MAX_CHARS {
            return Err(SlugError::TooLong);
        }
        let well_formed = text.split('-').all(|part| !part.is_empty() && part.bytes().all(outer));
        if !well_formed {
            return Err(SlugError::Character);
        }
        if Self::RESERVED.contains(&text) {
            return Err(SlugError::Reserved);
        }
        Ok(Self(text.to_owned()))
    }

    /// The slug that a name in ASCII suggests: `Acme & Sons` gives `acme-sons`. Nothing where the name has no such letter.
    pub fn suggested_by(name: &str) -> Option<Self> {
        let mut slug = String::new();
        for character in name.to_ascii_lowercase().chars() {
            if character.is_ascii_lowercase() || character.is_ascii_digit() {
                slug.push(character);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX_CHARS);
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_suggests_its_address() {
        assert_eq!(Slug::suggested_by("Acme & Sons, Ltd.").unwrap().as_str(), "acme-sons-ltd");
        assert_eq!(Slug::suggested_by("…"), None);
        assert_eq!(Slug::suggested_by("Console"), None);
    }

    #[test]
    fn an_address_is_refused_with_its_reason() {
        assert_eq!(Slug::parse(""), Err(SlugError::Empty));
        assert_eq!(Slug::parse("Acme"), Err(SlugError::Character));
        assert_eq!(Slug::parse("a--b"), Err(SlugError::Character));
        assert_eq!(Slug::parse("api"), Err(SlugError::Reserved));
        assert_eq!(Slug::parse(&"a".repeat(41)), Err(SlugError::TooLong));
    }

    #[test]
    fn what_would_command_a_terminal_is_told_by_its_number() {
        for (text, told) in [
            ("Ada \u{1b}[2J\u{1b}]0;x\u{7}", r"Ada \u{1b}[2J\u{1b}]0;x\u{7}"),
            ("a\nb\r\tc\u{7f}", r"a\nb\r\tc\u{7f}"),
            ("\u{9b}31m\u{85}\u{2028}", r"\u{9b}31m\u{85}\u{2028}"),
            ("\u{202e}evil\u{2066}", r"\u{202e}evil\u{2066}"),
            ("Über 👩‍💻 می‌خواهم “x” → y", "Über 👩‍💻 می‌خواهم “x” → y"),
        ] {
            assert_eq!(on_a_line(text), told);
        }
    }

    #[test]
    fn a_name_is_trimmed_and_bounded() {
        assert_eq!(Name::parse("  Shop ").unwrap().as_str(), "Shop");
        assert_eq!(Name::parse(" "), Err(NameError::Empty));
        assert_eq!(Name::parse("a\nb"), Err(NameError::ControlCharacter));
        for hidden in ["a\u{202e}b", "a\u{200b}b", "Ann\u{200d}", "\u{feff}Ann", "a\u{2028}b", "\u{3164}", "\u{2800}"] {
            assert_eq!(Name::parse(hidden), Err(NameError::Invisible), "{hidden:?}");
            assert!(Name::try_from(hidden.to_owned()).is_ok(), "what was stored before is still read: {hidden:?}");
        }
        assert_eq!(Name::try_from("\u{3164}".to_owned()).unwrap().as_str(), "\u{fffd}", "a row is read whatever is in it");
        for joined in ["👩‍💻 Tools", "می‌خواهم", "Café", "Ελλάς"] {
            assert!(Name::parse(joined).is_ok(), "{joined}");
        }
        assert_eq!(Name::parse(&"ü".repeat(101)), Err(NameError::TooLong));
    }
}
