//! The master keys as they are written in their file: one version a line.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::secret::Secret;
use subtle::ConstantTimeEq;

use crate::random::{self, Random};

/// The text is not a master key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyError {
    /// No key in it.
    #[error("the master key is empty")]
    Empty,
    /// A line that is not `version:key`.
    #[error("line {line} of the master key is not `version:key`, with a version from 1 to 255 and a key of 32 bytes in base64url")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// A version twice.
    #[error("line {line} of the master key repeats a version")]
    Repeated {
        /// The line, from 1.
        line: usize,
    },
}

/// A version of the master key that is not loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("version {0} of the master key is not there")]
pub struct MissingVersion(pub u8);

/// Master keys that were read again cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReloadError {
    /// The current version is not among them.
    #[error("version {0} of the master key, which is current, is missing")]
    Missing(u8),
    /// A version has another key than before.
    #[error("version {0} of the master key is another key than before")]
    Other(u8),
}

/// The master keys by version.
pub struct MasterKeys(BTreeMap<u8, Secret<[u8; 32]>>);

impl MasterKeys {
    /// Reads lines of `version:key`, where the key is 32 bytes in base64url. Empty lines and lines that begin with `#` are passed over.
    pub fn parse(text: &str) -> Result<Self, MasterKeyError> {
        let mut keys = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let content = line.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let line = index + 1;
            let (version, key) = content.split_once(':').ok_or(MasterKeyError::Line { line })?;
            let version = version.parse().ok().filter(|version| *version > 0).ok_or(MasterKeyError::Line { line })?;
            let key = URL_SAFE_NO_PAD.decode(key.trim()).ok().and_then(|key| key.try_into().ok()).ok_or(MasterKeyError::Line { line })?;
            if keys.insert(version, Secret::new(key)).is_some() {
                return Err(MasterKeyError::Repeated { line });
            }
        }
        if keys.is_empty() { Err(MasterKeyError::Empty) } else { Ok(Self(keys)) }
    }

    /// The text of a new master key file.
    pub fn new_file(random: &dyn Random) -> String {
        let line = Self::new_line(1, random);
        format!("# Regrant's master key. Whoever has it and the database can make tokens. Lose it, and every login ends.\n{line}\n")
    }

    /// The line of a new version.
    pub fn new_line(version: u8, random: &dyn Random) -> String {
        format!("{version}:{}", URL_SAFE_NO_PAD.encode(random::bytes::<32>(random)))
    }

    /// The highest version.
    pub fn highest(&self) -> u8 {
        self.0.keys().next_back().copied().unwrap_or_default()
    }

    /// The versions, in order.
    pub fn versions(&self) -> impl Iterator<Item = u8> {
        self.0.keys().copied()
    }

    /// The first version that has another key there.
    pub(crate) fn differing_from(&self, other: &Self) -> Option<u8> {
        let differs = |(version, key): (&u8, &Secret<[u8; 32]>)| {
            other.get(*version).is_some_and(|other| !bool::from(key.expose().ct_eq(other.expose()))).then_some(*version)
        };
        self.0.iter().find_map(differs)
    }

    pub(crate) fn holds(&self, version: u8) -> bool {
        self.0.contains_key(&version)
    }

    pub(crate) fn get(&self, version: u8) -> Option<&Secret<[u8; 32]>> {
        self.0.get(&version)
    }
}

/// What tells a master key from another without saying anything about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// The key's version.
    pub version: u8,
    /// 32 bytes that are derived from it.
    pub value: [u8; 32],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    const ONE: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn a_master_key_file_is_read_or_refused_by_line() {
        assert!(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(1))).is_ok());
        assert_eq!(MasterKeys::parse("# nothing\n").err(), Some(MasterKeyError::Empty));
        assert_eq!(MasterKeys::parse("\n1:short").err(), Some(MasterKeyError::Line { line: 2 }));
        assert_eq!(MasterKeys::parse(&format!("0{}", &ONE[1..])).err(), Some(MasterKeyError::Line { line: 1 }));
        assert_eq!(MasterKeys::parse(&format!("{ONE}\n{ONE}")).err(), Some(MasterKeyError::Repeated { line: 2 }));
    }
}
