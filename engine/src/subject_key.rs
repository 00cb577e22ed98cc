//! The key by which a workspace names its users to sectors (OpenID Connect Core §8.1).
//!
//! A pairwise subject is the user's identifier and a digest of the sector, encrypted so that the same always gives the same (AES-256-GCM-SIV,
//! RFC 8452, with one nonce: all that its repetition shows is that two are the same). Whoever has the key reads the user from it, and so nothing is
//! stored for each of them. Nobody else learns anything from it, can make one, or can say whether those of two sectors are of one user.

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::{AccessTokenId, UserId, WorkspaceId};
use uuid::Uuid;

use crate::keys::KeyError;

/// How long the key is, in bytes.
pub(crate) const KEY_BYTES: usize = 32;
/// How long a pairwise subject is, in characters: user, digest of the sector and tag, of 16 bytes each, in base64url.
pub(crate) const SUBJECT_CHARS: usize = 64;
const PURPOSE: &[u8] = b"pairwise-subject";

/// Returns what the key of a workspace is sealed for, so that a row that was moved to another cannot be opened there.
pub fn sealed_for(workspace: WorkspaceId) -> String {
    format!("subject-key {workspace}")
}

/// The key of a workspace, open.
pub(crate) struct SubjectKey([u8; KEY_BYTES]);

impl SubjectKey {
    /// Takes over a key that was opened.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        bytes.try_into().map(Self).map_err(|_| KeyError::Unopened)
    }

    /// Returns what a sector calls a user.
    pub(crate) fn of_sector(&self, user: UserId, sector: &str) -> Result<String, KeyError> {
        self.seal(user, &format!("sector {sector}"))
    }

    /// Returns what an access token that others came from calls its user in those, which is what nothing else calls them.
    pub(crate) fn of_token(&self, user: UserId, token: AccessTokenId) -> Result<String, KeyError> {
        self.seal(user, &format!("token {token}"))
    }

    /// Returns the user whom a sector or a token calls so; none if nobody ever did.
    pub(crate) fn user(&self, subject: &str) -> Option<UserId> {
        if subject.len() != SUBJECT_CHARS {
            return None;
        }
        let mut text = URL_SAFE_NO_PAD.decode(subject).ok()?;
        let plain = self.key().ok()?.open_in_place(nonce(), Aad::from(PURPOSE), &mut text).ok()?;
        let user = plain.first_chunk::<16>()?;
        Some(UserId::from_uuid(Uuid::from_bytes(*user)))
    }

    fn seal(&self, user: UserId, among: &str) -> Result<String, KeyError> {
        let among = digest::digest(&digest::SHA256, among.as_bytes());
        let mut text = user.as_uuid().into_bytes().to_vec();
        text.extend(among.as_ref().iter().take(16));
        self.key()?.seal_in_place_append_tag(nonce(), Aad::from(PURPOSE), &mut text).map_err(|_| KeyError::Refused)?;
        Ok(URL_SAFE_NO_PAD.encode(text))
    }

    fn key(&self) -> Result<LessSafeKey, KeyError> {
        UnboundKey::new(&AES_256_GCM_SIV, &self.0).map(LessSafeKey::new).map_err(|_| KeyError::Refused)
    }
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    #[test]
    fn a_sector_has_one_name_for_a_user_and_the_key_alone_leads_back_to_them() {
        let [one, other] = [1, 2].map(|number| UserId::new(Timestamp::from_millis(0), [number; 10]));
        let (key, another) = (SubjectKey([7; KEY_BYTES]), SubjectKey([8; KEY_BYTES]));
        let name = key.of_sector(one, "example.com").unwrap();
        assert_eq!((name.len(), name.is_ascii()), (SUBJECT_CHARS, true), "OpenID Connect Core §2: at most 255 characters of ASCII");
        assert_eq!(key.of_sector(one, "example.com").unwrap(), name);
        let others = [
            key.of_sector(one, "example.net").unwrap(),
            key.of_sector(other, "example.com").unwrap(),
            another.of_sector(one, "example.com").unwrap(),
            key.of_token(one, AccessTokenId::new(Timestamp::from_millis(0), [1; 10])).unwrap(),
        ];
        for different in &others {
            let same = name.bytes().zip(different.bytes()).filter(|(one, other)| one == other).count();
            assert!(same < 20, "nothing of one can be seen in the other: {name} {different}");
        }
        let users = [&name, &others[0], &others[1], &others[3]].map(|subject| key.user(subject));
        assert_eq!(users, [Some(one), Some(one), Some(other), Some(one)]);
        assert_eq!(another.user(&name), None);
        for nobody in [&name[1..], &name.to_lowercase(), "", &one.to_string()] {
            assert_eq!(key.user(nobody), None, "{nobody}");
        }
        assert!(SubjectKey::from_bytes(&[7; KEY_BYTES - 1]).is_err());
    }
}
