//! The types of authorization details that a workspace has.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::schema::DetailsSchema;
use crate::{description::Description, name::Name};

/// How many types a workspace has at most.
pub const MOST_DETAILS_TYPES: u32 = 20;

/// The value of `type`, which is compared character by character (RFC 9396 §2): 1 to 200 printable ASCII characters, without spaces, quotes and
/// backslashes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DetailsTypeName(String);

/// Not a name of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A type has 1 to 200 printable ASCII characters, without spaces, quotes and backslashes.")]
pub struct InvalidDetailsTypeName;

impl DetailsTypeName {
    /// The most characters of a name.
    pub const MAX_CHARS: usize = 200;

    /// Checks a name.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, InvalidDetailsTypeName> {
        let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        let fits = !text.is_empty() && text.len() <= Self::MAX_CHARS && text.bytes().all(allowed);
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidDetailsTypeName) }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DetailsTypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DetailsTypeName {
    type Err = InvalidDetailsTypeName;

    fn from_str(text: &str) -> Result<Self, InvalidDetailsTypeName> {
        Self::parse(text)
    }
}

impl TryFrom<String> for DetailsTypeName {
    type Error = InvalidDetailsTypeName;

    fn try_from(text: String) -> Result<Self, InvalidDetailsTypeName> {
        Self::parse(&text)
    }
}

impl From<DetailsTypeName> for String {
    fn from(name: DetailsTypeName) -> Self {
        name.0
    }
}

/// A name as a part of an address, which may hold no slash: its base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailsTypeKey(pub DetailsTypeName);

impl fmt::Display for DetailsTypeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_str()))
    }
}

impl FromStr for DetailsTypeKey {
    type Err = InvalidDetailsTypeName;

    fn from_str(text: &str) -> Result<Self, InvalidDetailsTypeName> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidDetailsTypeName)?;
        let name = std::str::from_utf8(&bytes).map_err(|_| InvalidDetailsTypeName)?;
        DetailsTypeName::parse(name).map(Self)
    }
}

/// A type of authorization details: what an element of it looks like, and what users are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsType {
    /// The value of `type`.
    pub name: DetailsTypeName,
    /// What users read above an element.
    pub title: Name,
    /// The same in German; without it German users read the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_de: Option<Name>,
    /// What users read below the title.
    #[serde(default)]
    pub description: Description,
    /// The same in German; without it German users read the other.
    #[serde(default)]
    pub description_de: Description,
    /// What an element has to be like.
    pub schema: DetailsSchema,
    /// Whether clients may ask for it. What was granted of a type that is off is in no new token.
    pub enabled: bool,
}

impl DetailsType {
    /// The title for a user who reads German, or another language.
    pub fn title_for(&self, german: bool) -> &str {
        self.title_de.as_ref().filter(|_| german).unwrap_or(&self.title).as_str()
    }

    /// The description for a user who reads German, or another language. It may be empty.
    pub fn description_for(&self, german: bool) -> &str {
        let own = Some(&self.description_de).filter(|own| german && !own.is_empty());
        own.unwrap_or(&self.description).as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_by_what_can_be_compared() {
        for name in ["payment_initiation", "https://scheme.example/accounts", "urn:x:y"] {
            assert_eq!(DetailsTypeName::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "a b", "a\"b", "a\\b", "ä", &"x".repeat(201)] {
            assert_eq!(DetailsTypeName::parse(name), Err(InvalidDetailsTypeName), "{name}");
        }
    }

    #[test]
    fn a_name_of_any_kind_can_stand_in_an_address() {
        for name in ["payment_initiation", "https://scheme.example/accounts?x=%20"] {
            let key = DetailsTypeKey(DetailsTypeName::parse(name).unwrap());
            assert!(key.to_string().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{key}");
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        assert_eq!("new".parse::<DetailsTypeKey>(), Err(InvalidDetailsTypeName), "the page that makes one is in nobody's way");
    }

    #[test]
    fn german_users_read_german_where_there_is_any() {
        let mut kind: DetailsType =
            serde_json::from_str(r#"{"name":"a","title":"Payment","description":"Pays","schema":{},"enabled":true}"#).unwrap();
        assert_eq!((kind.title_for(true), kind.description_for(true)), ("Payment", "Pays"));
        kind.title_de = Some(Name::parse("Zahlung").unwrap());
        kind.description_de = Description::parse("Bezahlt").unwrap();
        assert_eq!((kind.title_for(true), kind.description_for(true)), ("Zahlung", "Bezahlt"));
        assert_eq!((kind.title_for(false), kind.description_for(false)), ("Payment", "Pays"));
    }
}
