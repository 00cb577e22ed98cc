//! The format of a refresh token: opaque to everyone but this server, and made of nothing that has to be stored.
//!
//! `rt1.` and, in base64url, the version of the master key, the family, the generation and a MAC over them under a key of the
//! workspace. So a forged or damaged token is refused before any database work, the successor of a token can be computed again instead of
//! being stored, and no copy of the database contains a usable token (RFC 6749 §10.4).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    id::{FamilyId, WorkspaceId},
    secret::Secret,
};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::keys::KeyRing;

/// The prefix of every refresh token, by which secret scanners find leaked ones.
pub const PREFIX: &str = "rt1.";

const VERSION: usize = 1;
const FAMILY: usize = 16;
const GENERATION: usize = 8;
const MAC: usize = 32;
const PAYLOAD: usize = VERSION + FAMILY + GENERATION;

/// The contents of a refresh token whose MAC has been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshToken {
    /// The family it belongs to.
    pub family_id: FamilyId,
    /// Its number within the family.
    pub generation: i64,
}

/// Writes and reads the refresh tokens of one workspace.
#[derive(Debug, Clone)]
pub struct RefreshTokenKey {
    keys: KeyRing,
    workspace: WorkspaceId,
}

impl RefreshTokenKey {
    /// Creates the key of this workspace.
    pub const fn new(keys: KeyRing, workspace: WorkspaceId) -> Self {
        Self { keys, workspace }
    }

    /// Returns the text of a token: the same for the same token, under the same version of the master key.
    pub fn write(&self, token: RefreshToken) -> Secret<String> {
        let mut bytes = Vec::with_capacity(PAYLOAD + MAC);
        // Read once: another version may become the current one meanwhile.
        let version = self.keys.current_version();
        bytes.push(version);
        bytes.extend_from_slice(token.family_id.as_uuid().as_bytes());
        bytes.extend_from_slice(&token.generation.to_be_bytes());
        // The current version of the master key is always loaded.
        let mac = self.mac(version, &bytes).unwrap_or_default();
        bytes.extend_from_slice(&mac);
        Secret::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Reads a token; `None` where it was not made by this server for this workspace.
    pub fn read(&self, text: &str) -> Option<RefreshToken> {
        let bytes: [u8; PAYLOAD + MAC] = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?.try_into().ok()?;
        let (payload, mac) = bytes.split_at_checked(PAYLOAD)?;
        let (version, rest) = payload.split_first()?;
        let (family, generation) = rest.split_at_checked(FAMILY)?;
        let expected = self.mac(*version, payload)?;
        bool::from(expected.ct_eq(mac)).then_some(())?;
        Some(RefreshToken {
            family_id: FamilyId::from_uuid(Uuid::from_bytes(family.try_into().ok()?)),
            generation: i64::from_be_bytes(generation.try_into().ok()?),
        })
    }

    fn mac(&self, version: u8, payload: &[u8]) -> Option<[u8; MAC]> {
        self.keys.mac(version, "refresh-token", self.workspace, &[PREFIX.as_bytes(), payload])
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::{keys::MasterKeys, random::SeededRandom};

    fn key(workspace: u8) -> RefreshTokenKey {
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(1))).unwrap());
        RefreshTokenKey::new(keys, WorkspaceId::new(Timestamp::from_millis(0), [workspace; 10]))
    }

    fn token(generation: i64) -> RefreshToken {
        RefreshToken { family_id: FamilyId::new(Timestamp::from_millis(1), [3; 10]), generation }
    }

    /// Clauses: 19.
    #[test]
    fn a_refresh_token_is_printable_and_at_most_128_characters_long() {
        let text = key(1).write(token(i64::MAX));
        assert!(text.expose().len() <= 128 && text.expose().bytes().all(|byte| (0x20..=0x7e).contains(&byte)));
    }

    /// Clauses: 113.
    #[test]
    fn a_refresh_token_of_another_workspace_is_not_one_here() {
        assert_eq!(key(2).read(key(1).write(token(0)).expose()), None);
    }

    proptest! {
        #[test]
        fn a_refresh_token_reads_back_as_it_was_written(generation in 0..i64::MAX) {
            prop_assert_eq!(key(1).read(key(1).write(token(generation)).expose()), Some(token(generation)));
        }

        /// Clauses: 17, 32.
        #[test]
        fn a_refresh_token_with_any_bit_changed_is_refused(byte in 0..57_usize, bit in 0..8_u8) {
            let written = key(1).write(token(5));
            let mut bytes = URL_SAFE_NO_PAD.decode(&written.expose()[PREFIX.len()..]).unwrap();
            bytes[byte] ^= 1 << bit;
            let mangled = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
            prop_assert_eq!(key(1).read(&mangled), None);
        }

        #[test]
        fn no_text_makes_the_reader_fail(text in "\\PC{0,100}") {
            prop_assert_eq!(key(1).read(&text), None);
            prop_assert_eq!(key(1).read(&format!("{PREFIX}{text}")), None);
        }
    }
}
