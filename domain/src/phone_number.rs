//! Telephone numbers (E.164, RFC 3966).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A telephone number of the whole world in its one spelling: `+16045551234`, with an extension `+16045551234;ext=5678` (OpenID Connect
/// Core §5.1, RFC 3966 §5.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// Why a telephone number was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneNumberError {
    /// It does not begin with `+` and a country code, so it works in one country only.
    #[error("Begin with + and the country code, such as +49 30 123456.")]
    WithoutCountry,
    /// Too few digits or too many (E.164 §6.2).
    #[error("A phone number has 3 to 15 digits after the +.")]
    Digits,
    /// Something else than digits and what separates them.
    #[error("A phone number has digits, spaces, hyphens, dots and parentheses alone, and may end with ;ext= and the extension.")]
    Character,
    /// An extension without digits, or with too many.
    #[error("An extension has 1 to 15 digits.")]
    Extension,
}

/// What separates digits for the eye (RFC 3966 §5.1.1), as people type it.
const SEPARATORS: [char; 7] = ['-', '.', '(', ')', ' ', '\u{a0}', '\u{2011}'];

impl PhoneNumber {
    /// The most digits of a number (E.164 §6.2).
    const MOST_DIGITS: usize = 15;

    /// Checks a number and normalizes it. A leading `tel:` is removed.
    pub fn parse(text: &str) -> Result<Self, PhoneNumberError> {
        let text = text.trim();
        let text = text.split_at_checked(4).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("tel:")).map_or(text, |(_, rest)| rest);
        let (number, extension) = match text.split_once(';') {
            Some((number, parameter)) => (number, Some(extension(parameter)?)),
            None => (text, None),
        };
        let number = number.trim().strip_prefix('+').ok_or(PhoneNumberError::WithoutCountry)?;
        let number = digits(number)?;
        // E.164 §6.1: no country's code begins with 0.
        if number.starts_with('0') {
            return Err(PhoneNumberError::WithoutCountry);
        }
        if !(3..=Self::MOST_DIGITS).contains(&number.len()) {
            return Err(PhoneNumberError::Digits);
        }
        let extension = extension.map(|extension| format!(";ext={extension}")).unwrap_or_default();
        Ok(Self(format!("+{number}{extension}")))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The digits of an extension. No other parameter is known: none of them belongs to a number of the whole world.
fn extension(parameter: &str) -> Result<String, PhoneNumberError> {
    let (name, value) = parameter.split_once('=').ok_or(PhoneNumberError::Character)?;
    if !name.trim().eq_ignore_ascii_case("ext") {
        return Err(PhoneNumberError::Character);
    }
    let extension = digits(value)?;
    if (1..=PhoneNumber::MOST_DIGITS).contains(&extension.len()) { Ok(extension) } else { Err(PhoneNumberError::Extension) }
}

fn digits(text: &str) -> Result<String, PhoneNumberError> {
    let digits: String = text.chars().filter(|character| !SEPARATORS.contains(character)).collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { Ok(digits) } else { Err(PhoneNumberError::Character) }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneNumberError;

    fn try_from(text: String) -> Result<Self, PhoneNumberError> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_has_one_spelling_however_it_is_typed() {
        for typed in ["+1 (604) 555-1234", "+16045551234", " tel:+1-604-555-1234 ", "+1.604.555.1234", "TEL:+1\u{a0}604 5551234"] {
            assert_eq!(PhoneNumber::parse(typed).unwrap().as_str(), "+16045551234", "{typed}");
        }
        assert_eq!(PhoneNumber::parse("+1 (604) 555-1234; EXT = 56-78").unwrap().as_str(), "+16045551234;ext=5678");
        assert_eq!(PhoneNumber::parse("+88213300000000").unwrap().as_str(), "+88213300000000", "a country code of three digits");
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        for (typed, reason) in [
            ("", PhoneNumberError::WithoutCountry),
            ("030 123456", PhoneNumberError::WithoutCountry),
            ("0049 30 123456", PhoneNumberError::WithoutCountry),
            ("+049 30 123456", PhoneNumberError::WithoutCountry),
            ("+", PhoneNumberError::Digits),
            ("+49", PhoneNumberError::Digits),
            ("+1234567890123456", PhoneNumberError::Digits),
            ("+49 call me", PhoneNumberError::Character),
            ("+49 30 ١٢٣٤", PhoneNumberError::Character),
            ("++49 30 123456", PhoneNumberError::Character),
            ("+49 30 123456;phone-context=x", PhoneNumberError::Character),
            ("+49 30 123456;ext=", PhoneNumberError::Extension),
            ("+49 30 123456;ext=1;ext=2", PhoneNumberError::Character),
            ("tel\u{e4}", PhoneNumberError::WithoutCountry),
        ] {
            assert_eq!(PhoneNumber::parse(typed), Err(reason), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_does_harm_and_what_was_taken_reads_back(typed in "\\PC{0,20}|tel:[+0-9;=ext ().-]{0,25}|\\+[0-9 -]{0,20}(;ext=[0-9]{0,20})?") {
            if let Ok(number) = PhoneNumber::parse(&typed) {
                prop_assert_eq!(PhoneNumber::parse(number.as_str()), Ok(number));
            }
        }
    }
}
