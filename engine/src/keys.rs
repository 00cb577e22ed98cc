//! Keys: the master key, what is derived from it, and the workspaces' signing keys.
//!
//! The master key is not in the database, so that a copy of the database holds nothing that can be used: refresh tokens need a MAC
//! under a derived key, signing keys are sealed, client secrets are keyed hashes. It has versions: a new one can be added while
//! what was made under the old ones still works.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, RwLock},
};

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hkdf, hmac,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    id::{KeyId, WorkspaceId},
    secret::Secret,
};
use serde::{Serialize, de::DeserializeOwned};

pub use crate::signing_key::{SigningError, SigningKey};
use crate::{
    random::{self, Random},
    storage::SecretHash,
};

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

/// A key could not be made, sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It was sealed under a master key that is not here, or was changed since.
    #[error("this was sealed under another master key, or was changed since")]
    Unopened,
    /// What was to be sealed could not be written as JSON.
    #[error("a value could not be written")]
    Unwritten,
    /// The cryptographic library refused.
    #[error("the key could not be made")]
    Refused,
}

/// The master keys by version; the highest is the current one.
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
        let key = URL_SAFE_NO_PAD.encode(random::bytes::<32>(random));
        format!("# Regrant's master key. Whoever has it and the database can make tokens. Lose it, and every login ends.\n1:{key}\n")
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

/// The keyed operations of the engine.
#[derive(Clone)]
pub struct KeyRing(Arc<Inner>);

struct Inner {
    master: MasterKeys,
    current: u8,
    /// Signing keys that were opened, because opening one costs more than signing with it.
    opened: RwLock<HashMap<KeyId, Arc<SigningKey>>>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(…)")
    }
}

impl KeyRing {
    /// The operations under these master keys.
    pub fn new(master: MasterKeys) -> Self {
        let current = master.0.keys().next_back().copied().unwrap_or_default();
        Self(Arc::new(Inner { master, current, opened: RwLock::default() }))
    }

    /// The version that new things are made under.
    pub fn current_version(&self) -> u8 {
        self.0.current
    }

    /// The fingerprint of each master key. The key has 256 random bits, and the derivation cannot be reversed.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        let of = |version: &u8| self.derive(*version, "fingerprint", None).map(|value| Fingerprint { version: *version, value });
        self.0.master.0.keys().filter_map(of).collect()
    }

    /// 32 bytes for one purpose, within a workspace if one is given (HKDF-SHA-256, RFC 5869).
    fn derive(&self, version: u8, purpose: &str, workspace: Option<WorkspaceId>) -> Option<[u8; 32]> {
        let master = self.0.master.0.get(&version)?;
        let context = workspace.map(|workspace| workspace.as_uuid().into_bytes()).unwrap_or_default();
        let key = hkdf::Salt::new(hkdf::HKDF_SHA256, b"regrant").extract(master.expose());
        let mut derived = [0; 32];
        key.expand(&[purpose.as_bytes(), &[0], &context], hkdf::HKDF_SHA256).ok()?.fill(&mut derived).ok()?;
        Some(derived)
    }

    /// A MAC under a key of one purpose and workspace; none if this version of the master key is missing.
    pub(crate) fn mac(&self, version: u8, purpose: &str, workspace: WorkspaceId, parts: &[&[u8]]) -> Option<[u8; 32]> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.derive(version, purpose, Some(workspace))?);
        let mut context = hmac::Context::with_key(&key);
        for part in parts {
            context.update(part);
        }
        context.sign().as_ref().try_into().ok()
    }

    /// The keyed hash of a client secret, as it is stored.
    pub fn hash_client_secret(&self, workspace: WorkspaceId, secret: &str) -> SecretHash {
        // The current version is always here.
        self.mac(self.0.current, "client-secret", workspace, &[secret.as_bytes()]).unwrap_or_default()
    }

    /// Returns whether a secret is the stored one, in constant time, under whichever master key it was hashed.
    pub fn verify_client_secret(&self, workspace: WorkspaceId, secret: &str, stored: &SecretHash) -> bool {
        use subtle::{Choice, ConstantTimeEq};

        let mut matches = Choice::from(0);
        for version in self.0.master.0.keys().copied() {
            if let Some(hash) = self.mac(version, "client-secret", workspace, &[secret.as_bytes()]) {
                matches |= hash.ct_eq(stored);
            }
        }
        matches.into()
    }

    /// Seals bytes for one purpose: version, nonce, then AES-256-GCM-SIV (RFC 8452), which forgives a nonce that repeats.
    pub fn seal(&self, purpose: &str, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>, KeyError> {
        let version = self.0.current;
        let key = self.sealing_key(version, purpose)?;
        let nonce = random::bytes::<NONCE_LEN>(random);
        let mut sealed = plain.to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose.as_bytes()), &mut sealed)
            .map_err(|_| KeyError::Refused)?;
        let mut whole = Vec::with_capacity(1 + NONCE_LEN + sealed.len());
        whole.push(version);
        whole.extend_from_slice(&nonce);
        whole.extend_from_slice(&sealed);
        Ok(whole)
    }

    /// Opens what was sealed for the same purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (version, rest) = sealed.split_first().ok_or(KeyError::Unopened)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE_LEN).ok_or(KeyError::Unopened)?;
        let key = self.sealing_key(*version, purpose)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeyError::Unopened)?;
        let mut buffer = ciphertext.to_vec();
        let plain = key.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut buffer).map_err(|_| KeyError::Unopened)?;
        Ok(plain.to_vec())
    }

    /// Seals bytes as a text that cookies, forms and addresses take as it is (base64url).
    pub fn seal_text(&self, purpose: &str, plain: &[u8], random: &dyn Random) -> Result<String, KeyError> {
        Ok(URL_SAFE_NO_PAD.encode(self.seal(purpose, plain, random)?))
    }

    /// Opens a text that was sealed for the same purpose.
    pub fn open_text(&self, purpose: &str, text: &str) -> Result<Vec<u8>, KeyError> {
        self.open(purpose, &URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyError::Unopened)?)
    }

    /// Seals a value as a text.
    pub fn seal_value(&self, purpose: &str, value: &impl Serialize, random: &dyn Random) -> Result<String, KeyError> {
        self.seal_text(purpose, &serde_json::to_vec(value).map_err(|_| KeyError::Unwritten)?, random)
    }

    /// Opens a value that was sealed for the same purpose.
    pub fn open_value<T: DeserializeOwned>(&self, purpose: &str, text: &str) -> Result<T, KeyError> {
        serde_json::from_slice(&self.open_text(purpose, text)?).map_err(|_| KeyError::Unopened)
    }

    fn sealing_key(&self, version: u8, purpose: &str) -> Result<LessSafeKey, KeyError> {
        let derived = self.derive(version, purpose, None).ok_or(KeyError::Unopened)?;
        UnboundKey::new(&AES_256_GCM_SIV, &derived).map(LessSafeKey::new).map_err(|_| KeyError::Refused)
    }

    /// Returns a signing key that was opened before.
    pub(crate) fn opened_signing_key(&self, id: KeyId) -> Option<Arc<SigningKey>> {
        self.0.opened.read().ok().and_then(|opened| opened.get(&id).cloned())
    }

    /// Keeps a signing key that was opened.
    pub(crate) fn keep_signing_key(&self, key: SigningKey) -> Arc<SigningKey> {
        let key = Arc::new(key);
        if let Ok(mut opened) = self.0.opened.write() {
            opened.insert(key.id, Arc::clone(&key));
        }
        key
    }
}

/// The hash of a random one-time value of 256 bits (a code, a cookie, a one-time sign-in), as it is stored. Nobody can guess such a
/// value from its hash, so it needs no key; the purpose keeps a hash of one kind from being taken for another.
pub fn hash_secret(purpose: &str, value: &str) -> SecretHash {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(purpose.as_bytes());
    context.update(&[0]);
    context.update(value.as_bytes());
    context.finish().as_ref().try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;
    use crate::random::SeededRandom;

    fn ring(lines: &str) -> KeyRing {
        KeyRing::new(MasterKeys::parse(lines).unwrap())
    }

    const ONE: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const TWO: &str = "2:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

    #[test]
    fn a_master_key_file_is_read_or_refused_by_line() {
        assert!(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(1))).is_ok());
        assert_eq!(MasterKeys::parse("# nothing\n").err(), Some(MasterKeyError::Empty));
        assert_eq!(MasterKeys::parse("\n1:short").err(), Some(MasterKeyError::Line { line: 2 }));
        assert_eq!(MasterKeys::parse(&format!("0{}", &ONE[1..])).err(), Some(MasterKeyError::Line { line: 1 }));
        assert_eq!(MasterKeys::parse(&format!("{ONE}\n{ONE}")).err(), Some(MasterKeyError::Repeated { line: 2 }));
    }

    #[test]
    fn a_new_master_key_leaves_what_was_made_under_the_old_one_usable() {
        let random = SeededRandom::new(7);
        let workspace = WorkspaceId::new(Timestamp::from_millis(1), [1; 10]);
        let (old, both, new) = (ring(ONE), ring(&format!("{ONE}\n{TWO}")), ring(TWO));
        let sealed = old.seal("purpose", b"plain", &random).unwrap();
        let hash = old.hash_client_secret(workspace, "secret");
        assert_eq!(both.open("purpose", &sealed).unwrap(), b"plain");
        assert!(both.verify_client_secret(workspace, "secret", &hash));
        assert!(!both.verify_client_secret(workspace, "other", &hash));
        assert_eq!(new.open("purpose", &sealed), Err(KeyError::Unopened));
        assert!(!new.verify_client_secret(workspace, "secret", &hash));
    }

    #[test]
    fn what_was_sealed_opens_for_its_purpose_and_unchanged_only() {
        let random = SeededRandom::new(7);
        let ring = ring(ONE);
        let mut sealed = ring.seal("purpose", b"plain", &random).unwrap();
        assert_eq!(ring.open("other", &sealed), Err(KeyError::Unopened));
        assert_eq!(ring.open("purpose", &sealed[..5]), Err(KeyError::Unopened));
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        assert_eq!(ring.open("purpose", &sealed), Err(KeyError::Unopened));
    }
}
