//! User codes: what a device shows, and a user types on another one (RFC 8628 §6.1).

use std::fmt;

use crate::random::{self, Random};

/// The letters of user codes: consonants alone, so that no word comes about, and none that is taken for a digit (RFC 8628 §6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// How many letters a code has: 20^8 codes, about 34 bits.
const LENGTH: usize = 8;
/// The most bytes that are read as a code.
const LONGEST: usize = 64;

/// A user code, without what stands between its letters. It is stored as a keyed hash alone.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode(String);

impl fmt::Debug for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserCode(…)")
    }
}

impl UserCode {
    /// A new code; each is as likely as the others.
    pub(crate) fn new(random: &dyn Random) -> Self {
        let mut letters = String::with_capacity(LENGTH);
        while letters.len() < LENGTH {
            let [byte] = random::bytes::<1>(random);
            // 240 is the largest multiple of 20 that a byte can be: what is above it would make some letters likelier.
            if byte < 240
                && let Some(letter) = LETTERS.get(usize::from(byte) % LETTERS.len())
            {
                letters.push(char::from(*letter));
            }
        }
        Self(letters)
    }

    /// Reads what was typed, in either case and with anything between its letters that is neither letter nor digit. None where it cannot be a
    /// code.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > LONGEST {
            return None;
        }
        let letters: String = typed.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_uppercase()).collect();
        let is_code = letters.len() == LENGTH && letters.bytes().all(|letter| LETTERS.contains(&letter));
        is_code.then_some(Self(letters))
    }

    /// The code as it is shown: two groups of four letters.
    pub fn shown(&self) -> String {
        match self.0.split_at_checked(LENGTH / 2) {
            Some((first, second)) => format!("{first}-{second}"),
            None => self.0.clone(),
        }
    }

    /// The letters, for a keyed hash.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::random::SeededRandom;

    /// Clauses: 184.
    #[test]
    fn a_code_has_eight_consonants_and_is_read_as_people_type_it() {
        let random = SeededRandom::new(7);
        let codes: Vec<_> = (0..500).map(|_| UserCode::new(&random)).collect();
        let letters: BTreeSet<u8> = codes.iter().flat_map(|code| code.as_bytes().to_vec()).collect();
        assert_eq!(letters, BTreeSet::from(*LETTERS), "each letter comes about, and no other");
        for code in codes {
            let shown = code.shown();
            assert_eq!((shown.len(), shown.as_bytes().get(4)), (9, Some(&b'-')));
            for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), format!(" {} ", shown.replace('-', " \u{2013} "))] {
                assert_eq!(UserCode::parse(&typed), Some(code.clone()), "{typed}");
            }
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for typed in ["", "WDJB-MJH", "WDJB-MJHTT", "WDJA-MJHT", "WDJ8-MJHT", "WDJB-MJH\u{df}", &"W-".repeat(40)] {
            assert_eq!(UserCode::parse(typed), None, "{typed}");
        }
        assert_eq!(format!("{:?}", UserCode::parse("WDJB-MJHT")), "Some(UserCode(…))");
    }
}
