//! Normalization of what people type, on any keyboard and system.

use domain::user::{InvalidUserIdentifier, UserIdentifier};
use precis_profiles::{OpaqueString, UsernameCaseMapped, precis_core::profile::PrecisFastInvocation as _};
use unicode_security::{GeneralSecurityProfile as _, MixedScript as _, skeleton};

/// A password in the form in which it is hashed (RFC 8265 §4.2: NFC, and each kind of space as the usual one). One that has no such form is
/// hashed as it was typed.
pub(crate) fn password(typed: &str) -> String {
    OpaqueString::enforce(typed).map_or_else(|_| typed.to_owned(), std::borrow::Cow::into_owned)
}

/// Normalizes what a user signs in with (RFC 8265 §3.3: lower case, NFC, usual widths).
pub fn identifier(typed: &str) -> Result<UserIdentifier, InvalidUserIdentifier> {
    let prepared = UsernameCaseMapped::enforce(typed.trim()).map_err(|_| InvalidUserIdentifier)?;
    UserIdentifier::parse(&prepared)
}

/// Returns the names that this may be stored under: the normalized form, and the text as typed, as earlier versions kept it.
pub(crate) fn spellings(typed: &str) -> impl Iterator<Item = UserIdentifier> {
    let prepared = identifier(typed).ok();
    let as_typed = UserIdentifier::parse(typed).ok().filter(|as_typed| prepared.as_ref() != Some(as_typed));
    prepared.into_iter().chain(as_typed)
}

/// Returns whether an identifier can be taken for another one (UTS #39): it mixes scripts, has letters that identifiers do not have, or
/// reads as one in ASCII without being it.
pub fn is_confusable(identifier: &UserIdentifier) -> bool {
    let text = identifier.as_str();
    if text.is_ascii() {
        return false;
    }
    let usual = |letter: char| letter.is_ascii() || letter.identifier_allowed();
    let looks_like_ascii = skeleton(text).all(|letter| letter.is_ascii());
    !text.is_single_script() || !text.chars().all(usual) || looks_like_ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_same_however_its_letters_are_put_together() {
        assert_eq!(password("pa\u{308}ssword"), password("p\u{e4}ssword"));
        assert_eq!(password("one\u{a0}two\u{3000}three"), "one two three");
        assert_eq!(password("Case Stays"), "Case Stays");
        assert_eq!(password("with\ttab"), "with\ttab", "what has no form stays as it was typed");
    }

    #[test]
    fn an_identifier_has_one_form() {
        for typed in ["Jürgen@Example.com", "ju\u{308}rgen@example.com", " JÜRGEN@EXAMPLE.COM "] {
            assert_eq!(identifier(typed).unwrap().as_str(), "jürgen@example.com");
        }
        assert_eq!(identifier("\u{ff41}nn").unwrap().as_str(), "ann", "full width");
        for none in ["", "a b", "a\u{200b}b", "a\u{202e}b"] {
            assert!(identifier(none).is_err(), "{none:?}");
        }
    }

    #[test]
    fn what_can_be_taken_for_another_is_told() {
        for clear in ["ann@example.com", "jürgen@example.com", "иван", "たろう"] {
            assert!(!is_confusable(&identifier(clear).unwrap()), "{clear}");
        }
        for confusable in ["p\u{430}ypal", "\u{455}\u{441}\u{43e}\u{440}\u{435}", "\u{430}dmin@example.com"] {
            assert!(is_confusable(&identifier(confusable).unwrap()), "{confusable}");
        }
    }
}
