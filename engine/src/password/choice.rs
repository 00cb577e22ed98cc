//! What a new password has to be like (NIST SP 800-63B-4 §3.1.1.2): long enough, none of the commonest ones, and not easily guessed, also by
//! somebody who knows its owner. It is asked here of users and of administrators, and of nobody who has a password already.

use aws_lc_rs::digest;
use domain::{
    settings::sign_in::PasswordStrength,
    user::{PasswordError, check_password_form},
};
use zxcvbn::{Score, zxcvbn};

use crate::typed;

/// The commonest passwords: the first bytes of each one's digest, sorted. `refused/README.md` has their source.
const COMMON: &[u8] = include_bytes!("refused/common.bin");
/// How many bytes of a digest stand for a password there.
const DIGEST_BYTES: usize = 5;
/// Shorter words are in any password by chance.
const SHORTEST_WORD: usize = 3;
/// How many words about its owner are looked for in a password. Names and addresses have fewer.
const MOST_WORDS: usize = 32;

/// What somebody who tries to guess a password may know: words about its owner, which count for nothing in it.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<String>);

impl Known {
    /// Adds a name, an address or a user name, with its parts.
    #[must_use]
    pub fn and(mut self, text: &str) -> Self {
        let text = text.to_lowercase();
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        for word in std::iter::once(text.as_str()).chain(parts) {
            if word.chars().count() >= SHORTEST_WORD && self.0.len() < MOST_WORDS && !self.0.iter().any(|known| known == word) {
                self.0.push(word.to_owned());
            }
        }
        self
    }

    /// Returns what is left of a password without the words that are known, in lower case; none where none of them is in it.
    fn taken_out_of(&self, password: &str) -> Option<String> {
        let mut words: Vec<&str> = self.0.iter().map(String::as_str).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let whole = password.to_lowercase();
        let rest = words.into_iter().fold(whole.clone(), |rest, word| rest.replace(word, ""));
        (rest != whole).then_some(rest)
    }
}

/// Checks a new password.
///
/// # Errors
/// What is wrong with it.
pub fn check_new(password: &str, known: &Known, minimum: PasswordStrength) -> Result<(), PasswordError> {
    check_password_form(password)?;
    let prepared = typed::password(password);
    if is_common(&prepared.to_lowercase()) {
        return Err(PasswordError::Common);
    }
    let least = match minimum {
        PasswordStrength::Fair => Score::Two,
        PasswordStrength::Good => Score::Three,
        PasswordStrength::Strong => Score::Four,
    };
    let strong = |password: &str| zxcvbn(password, &[]).score() >= least;
    match known.taken_out_of(&prepared) {
        _ if !strong(&prepared) => Err(PasswordError::Guessable),
        Some(rest) if !strong(&rest) => Err(PasswordError::Personal),
        _ => Ok(()),
    }
}

/// Returns whether a password, in lower case, is one of the commonest.
fn is_common(password: &str) -> bool {
    let digest = digest::digest(&digest::SHA256, password.as_bytes());
    let Some(wanted) = digest.as_ref().get(..DIGEST_BYTES) else { return false };
    let (entries, _) = COMMON.as_chunks::<DIGEST_BYTES>();
    entries.binary_search_by(|entry| entry.as_slice().cmp(wanted)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordError> {
        let known = Known::default().and("Acme Industries").and("Grace Hopper").and("grace@acme.example");
        check_new(password, &known, PasswordStrength::default())
    }

    #[test]
    fn what_is_tried_first_is_refused_in_any_case() {
        for common in ["1qaz2wsx3edc", "Password1234", "QWERTYQWERTY", "finalfantasy"] {
            assert_eq!(check(common), Err(PasswordError::Common), "{common}");
        }
    }

    #[test]
    fn what_is_known_of_the_owner_makes_a_password_weaker_and_is_no_reason_by_itself() {
        assert_eq!(check("Hopper.Industries"), Err(PasswordError::Personal));
        assert_eq!(check_new("Hopper.Industries", &Known::default(), PasswordStrength::Good), Ok(()));
        assert_eq!(check("acme-2024!Grace"), Err(PasswordError::Personal));
        assert_eq!(check("grace of a ship's wake at dawn"), Ok(()));
    }

    #[test]
    fn what_a_search_finds_soon_is_refused_and_sooner_where_more_is_asked() {
        for weak in ["abcabcabcabcabc", "zyzyzyzyzyzyzyzy", "qwertzuiopqwertzuiop"] {
            assert_eq!(check(weak), Err(PasswordError::Guessable), "{weak}");
        }
        let known = Known::default();
        assert_eq!(check_new("twelve chars", &known, PasswordStrength::Good), Ok(()));
        assert_eq!(check_new("twelve chars", &known, PasswordStrength::Strong), Err(PasswordError::Guessable));
    }

    #[test]
    fn nothing_is_asked_of_the_kinds_of_characters_and_the_longest_is_checked_in_good_time() {
        assert_eq!(check("correct horse battery"), Ok(()));
        assert_eq!(check("насос скрепка лошадь"), Ok(()));
        assert_eq!(check(&"aA1!".repeat(50)), Err(PasswordError::Guessable));
        assert_eq!(check("short"), Err(PasswordError::TooShort));
    }

    #[test]
    fn the_list_is_sorted_and_whole() {
        let (entries, rest) = COMMON.as_chunks::<DIGEST_BYTES>();
        assert!(rest.is_empty() && entries.len() > 40_000 && entries.is_sorted());
    }
}
