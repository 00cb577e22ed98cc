//! Recovery codes, for those who have lost their authenticator app: ten, each good once, stored by their hashes.

use domain::secret::Secret;

use super::base32::base32;
use crate::{
    keys::hash_secret,
    random::{self, Random},
    storage::SecretHash,
};

/// How many codes are made at a time.
pub const MOST_RECOVERY_CODES: usize = 10;
/// How many letters stand together.
const GROUP: usize = 4;

/// New codes, to be shown once.
#[derive(Debug, Clone)]
pub struct RecoveryCodes(Vec<Secret<String>>);

impl RecoveryCodes {
    /// Makes codes of 80 random bits each.
    pub fn new(random: &dyn Random) -> Self {
        let code = || Secret::new(grouped(&base32(&random::bytes::<10>(random)).to_lowercase()));
        Self(std::iter::repeat_with(code).take(MOST_RECOVERY_CODES).collect())
    }

    /// The codes, as people write them down.
    pub fn texts(&self) -> &[Secret<String>] {
        &self.0
    }

    /// What is stored of them.
    pub fn hashes(&self) -> Vec<SecretHash> {
        self.0.iter().map(|code| Self::hash(code.expose())).collect()
    }

    /// Returns what is stored of a code, however it is typed. Nobody finds 80 random bits from it.
    pub fn hash(typed: &str) -> SecretHash {
        let letters: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        hash_secret("recovery-code", &letters.to_lowercase())
    }
}

fn grouped(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_code_is_the_same_however_it_is_typed_and_none_is_another() {
        let codes = RecoveryCodes::new(&SeededRandom::new(1));
        let code = codes.texts()[0].expose();
        assert!(code.len() == 19 && code.split('-').all(|group| group.len() == 4), "{code}");
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(RecoveryCodes::hash(&typed), RecoveryCodes::hash(code));
        let mut hashes = codes.hashes();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), MOST_RECOVERY_CODES);
    }
}
