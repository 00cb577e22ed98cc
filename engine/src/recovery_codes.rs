//! Codes for who has lost their authenticator app: ten, each good once, stored by their hashes.

use domain::secret::Secret;

use crate::{
    keys::hash_secret,
    random::{self, Random},
    storage::SecretHash,
    totp::base32,
};

/// How many codes there are at first.
const CODES: usize = 10;
/// How many letters stand together.
const GROUP: usize = 4;

/// New codes, to be shown once.
pub fn new_recovery_codes(random: &dyn Random) -> Vec<Secret<String>> {
    std::iter::repeat_with(|| Secret::new(grouped(&base32(&random::bytes::<10>(random)).to_lowercase()))).take(CODES).collect()
}

/// What is stored of a code. It has 80 random bits, which nobody finds from it.
pub fn recovery_code_hash(typed: &str) -> SecretHash {
    let letters: String = typed.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    hash_secret("recovery-code", &letters.to_lowercase())
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
        let codes = new_recovery_codes(&SeededRandom::new(1));
        let code = codes[0].expose();
        assert!(code.len() == 19 && code.split('-').all(|group| group.len() == 4), "{code}");
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(recovery_code_hash(&typed), recovery_code_hash(code));
        let mut hashes: Vec<_> = codes.iter().map(|code| recovery_code_hash(code.expose())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 10);
    }
}
