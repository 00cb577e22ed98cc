//! Keys: the master key, what is derived from it, and the workspaces' signing keys.
//!
//! The master key is not in the database, so that a copy of the database holds nothing that can be used: refresh tokens need a MAC
//! under a derived key, signing keys are sealed, client secrets are keyed hashes. It has versions: one is current, others can be loaded
//! before they become it, and what was made under earlier ones works until they are retired.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hkdf, hmac,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::{KeyId, WorkspaceId};
use quick_cache::sync::Cache;
use serde::{Serialize, de::DeserializeOwned};

pub use crate::{
    master_keys::{Fingerprint, MasterKeyError, MasterKeys, MissingVersion, ReloadError},
    secret_notes::{HashedSecret, OutdatedSecret, SecretUse},
    signing_key::{SigningError, SigningKey},
};
use crate::{
    random::{self, Random},
    secret_notes::Notes,
    storage::SecretHash,
};

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

/// The keyed operations of the engine.
#[derive(Clone)]
pub struct KeyRing(Arc<Inner>);

struct Inner {
    versions: RwLock<Arc<Versions>>,
    /// Signing keys that were opened, because opening one costs more than signing with it.
    opened: Cache<KeyId, Arc<SigningKey>>,
    /// Client secrets that were hashed under an earlier version and proved lately.
    outdated: Notes<OutdatedSecret>,
    /// Client secrets that were proved lately.
    uses: Notes<SecretUse>,
}

/// The versions of the master key, and which of them is used for what.
struct Versions {
    master: Arc<MasterKeys>,
    /// New things are made under this one.
    current: u8,
    /// Nothing that was made under these is accepted.
    retired: BTreeSet<u8>,
    /// Keys of MACs that were derived from these versions. A refresh needs three, and to derive one takes longer than to use it.
    mac_keys: Cache<MacKeyId, Arc<hmac::Key>>,
}

/// The version of the master key, the purpose and the workspace that a key was derived for.
type MacKeyId = (u8, &'static str, WorkspaceId);

/// How many derived keys are remembered. Each has less than 1 KB.
const MOST_MAC_KEYS: usize = 8_000;
/// How many opened signing keys are remembered. Each has a few KB.
const MOST_OPENED: usize = 8_000;

impl Versions {
    fn new(master: Arc<MasterKeys>, current: u8, retired: BTreeSet<u8>) -> Self {
        Self { master, current, retired, mac_keys: Cache::new(MOST_MAC_KEYS) }
    }

    /// 32 bytes for one purpose, within a workspace if one is given; none under a version that is missing or retired.
    fn derive(&self, version: u8, purpose: &str, workspace: Option<WorkspaceId>) -> Option<[u8; 32]> {
        if self.retired.contains(&version) {
            return None;
        }
        derive(&self.master, version, purpose, workspace)
    }

    fn mac_key(&self, id: MacKeyId) -> Option<Arc<hmac::Key>> {
        if let Some(key) = self.mac_keys.get(&id) {
            return Some(key);
        }
        let (version, purpose, workspace) = id;
        let key = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &self.derive(version, purpose, Some(workspace))?));
        self.mac_keys.insert(id, Arc::clone(&key));
        Some(key)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(…)")
    }
}

impl KeyRing {
    /// The operations under these master keys. Until [`Self::adopt`] says otherwise, the highest version is the current one.
    pub fn new(master: MasterKeys) -> Self {
        let current = master.highest();
        let versions = Versions::new(Arc::new(master), current, BTreeSet::new());
        let opened = Cache::new(MOST_OPENED);
        Self(Arc::new(Inner { versions: RwLock::new(Arc::new(versions)), opened, outdated: Notes::default(), uses: Notes::default() }))
    }

    fn versions(&self) -> Arc<Versions> {
        Arc::clone(&self.0.versions.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, versions: Versions) {
        *self.0.versions.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(versions);
    }

    /// The version that new things are made under.
    pub fn current_version(&self) -> u8 {
        self.versions().current
    }

    /// Returns whether this version was loaded, retired or not.
    pub fn holds(&self, version: u8) -> bool {
        self.versions().master.holds(version)
    }

    /// Makes new things under this version from now on, and accepts nothing any more that was made under the retired ones.
    ///
    /// # Errors
    /// The version is not loaded. Nothing changes.
    pub fn adopt(&self, current: u8, retired: &BTreeSet<u8>) -> Result<(), MissingVersion> {
        let versions = self.versions();
        if !versions.master.holds(current) {
            return Err(MissingVersion(current));
        }
        if versions.current != current || versions.retired != *retired {
            let retired = retired.iter().copied().filter(|version| *version != current).collect();
            self.set(Versions::new(Arc::clone(&versions.master), current, retired));
        }
        Ok(())
    }

    /// Takes over the master keys of a file that was read again. Returns whether they are others than before.
    ///
    /// # Errors
    /// The current version is not among them, or a version has another key than before. Nothing changes.
    pub fn reload(&self, master: MasterKeys) -> Result<bool, ReloadError> {
        let versions = self.versions();
        if !master.holds(versions.current) {
            return Err(ReloadError::Missing(versions.current));
        }
        if let Some(version) = master.differing_from(&versions.master) {
            return Err(ReloadError::Other(version));
        }
        let changed = !master.versions().eq(versions.master.versions());
        if changed {
            self.set(Versions::new(Arc::new(master), versions.current, versions.retired.clone()));
        }
        Ok(changed)
    }

    /// The fingerprint of each master key. The key has 256 random bits, and the derivation cannot be reversed.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        let master = &self.versions().master;
        let of = |version: u8| derive(master, version, "fingerprint", None).map(|value| Fingerprint { version, value });
        master.versions().filter_map(of).collect()
    }

    /// A MAC under a key of one purpose and workspace; none if this version of the master key is missing.
    pub(crate) fn mac(&self, version: u8, purpose: &'static str, workspace: WorkspaceId, parts: &[&[u8]]) -> Option<[u8; 32]> {
        let key = self.versions().mac_key((version, purpose, workspace))?;
        let mut context = hmac::Context::with_key(&key);
        for part in parts {
            context.update(part);
        }
        context.sign().as_ref().try_into().ok()
    }

    /// A MAC for one purpose: the current version, then HMAC-SHA-256 under a key of that purpose.
    pub fn tag(&self, purpose: &str, bytes: &[u8]) -> Vec<u8> {
        let version = self.current_version();
        let mut tag = vec![version];
        // The current version is always here.
        tag.extend(self.tag_under(version, purpose, bytes).iter().flat_map(|tag| tag.as_ref().iter().copied()));
        tag
    }

    /// Returns whether a MAC was made for the same purpose and bytes, under any version that is here, in constant time.
    pub fn confirms(&self, purpose: &str, bytes: &[u8], tag: &[u8]) -> bool {
        use subtle::ConstantTimeEq as _;

        let Some((version, tag)) = tag.split_first() else { return false };
        self.tag_under(*version, purpose, bytes).is_some_and(|own| bool::from(own.as_ref().ct_eq(tag)))
    }

    fn tag_under(&self, version: u8, purpose: &str, bytes: &[u8]) -> Option<hmac::Tag> {
        let key = self.versions().derive(version, purpose, None)?;
        Some(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), bytes))
    }

    /// The keyed hash of a client secret, as it is stored.
    pub fn hash_client_secret(&self, workspace: WorkspaceId, secret: &str) -> HashedSecret {
        let version = self.current_version();
        // The current version is always here.
        HashedSecret { hash: self.mac(version, "client-secret", workspace, &[secret.as_bytes()]).unwrap_or_default(), version }
    }

    /// Returns whether a secret is the stored one, in constant time, under whichever master key it was hashed. One that was hashed under an
    /// earlier version is noted for [`Self::take_outdated_secrets`].
    pub fn verify_client_secret(&self, workspace: WorkspaceId, secret: &str, stored: &SecretHash) -> bool {
        use subtle::{Choice, ConstantTimeEq};

        let versions = self.versions();
        let (mut matches, mut up_to_date) = (Choice::from(0), Choice::from(0));
        for version in versions.master.versions() {
            if let Some(hash) = self.mac(version, "client-secret", workspace, &[secret.as_bytes()]) {
                let same = hash.ct_eq(stored);
                matches |= same;
                up_to_date |= same & Choice::from(u8::from(version == versions.current));
            }
        }
        let proved = bool::from(matches);
        if proved && !bool::from(up_to_date) {
            let replacement = self.hash_client_secret(workspace, secret);
            self.0.outdated.note(*stored, OutdatedSecret { workspace, stored: *stored, replacement });
        }
        proved
    }

    /// Takes the client secrets that were proved since the last call and whose stored hash was made under an earlier version; at most
    /// 1,024. Their rows can be brought to the current version, so that the earlier one can be retired.
    pub fn take_outdated_secrets(&self) -> Vec<OutdatedSecret> {
        self.0.outdated.take()
    }

    /// Returns what tells a client secret from others, for people to compare. It is keyed, so that it helps nobody to guess one.
    pub fn fingerprint_client_secret(&self, workspace: WorkspaceId, secret: &str) -> String {
        let mac = self.mac(self.current_version(), "client-secret-fingerprint", workspace, &[secret.as_bytes()]).unwrap_or_default();
        let [first, second, third, fourth, ..] = mac;
        format!("{:08x}", u32::from_be_bytes([first, second, third, fourth]))
    }

    /// Notes that a client authenticated.
    pub(crate) fn note_secret_use(&self, used: SecretUse) {
        self.0.uses.note(used.stored, used);
    }

    /// Takes the uses of client secrets that were noted since the last call; at most 1,024.
    pub fn take_secret_uses(&self) -> Vec<SecretUse> {
        self.0.uses.take()
    }

    /// Seals bytes for one purpose: version, nonce, then AES-256-GCM-SIV (RFC 8452), which forgives a nonce that repeats.
    pub fn seal(&self, purpose: &str, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>, KeyError> {
        let version = self.current_version();
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

    /// Seals what was sealed for a purpose under the current version of the master key; none if it is already.
    pub fn reseal(&self, purpose: &str, sealed: &[u8], random: &dyn Random) -> Result<Option<Vec<u8>>, KeyError> {
        if sealed.first() == Some(&self.current_version()) {
            return Ok(None);
        }
        let plain = self.open(purpose, sealed)?;
        self.seal(purpose, &plain, random).map(Some)
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
        let derived = self.versions().derive(version, purpose, None).ok_or(KeyError::Unopened)?;
        UnboundKey::new(&AES_256_GCM_SIV, &derived).map(LessSafeKey::new).map_err(|_| KeyError::Refused)
    }

    /// Returns a signing key that was opened before.
    pub(crate) fn opened_signing_key(&self, id: KeyId) -> Option<Arc<SigningKey>> {
        self.0.opened.get(&id)
    }

    /// Keeps a signing key that was opened.
    pub(crate) fn keep_signing_key(&self, key: SigningKey) -> Arc<SigningKey> {
        let key = Arc::new(key);
        self.0.opened.insert(key.id, Arc::clone(&key));
        key
    }
}

/// 32 bytes for one purpose, within a workspace if one is given (HKDF-SHA-256, RFC 5869).
fn derive(master: &MasterKeys, version: u8, purpose: &str, workspace: Option<WorkspaceId>) -> Option<[u8; 32]> {
    let master = master.get(version)?;
    let context = workspace.map(|workspace| workspace.as_uuid().into_bytes()).unwrap_or_default();
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, b"regrant").extract(master.expose());
    let mut derived = [0; 32];
    key.expand(&[purpose.as_bytes(), &[0], &context], hkdf::HKDF_SHA256).ok()?.fill(&mut derived).ok()?;
    Some(derived)
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
    fn a_new_master_key_leaves_what_was_made_under_the_old_one_usable() {
        let random = SeededRandom::new(7);
        let workspace = WorkspaceId::new(Timestamp::from_millis(1), [1; 10]);
        let (old, both, new) = (ring(ONE), ring(&format!("{ONE}\n{TWO}")), ring(TWO));
        let sealed = old.seal("purpose", b"plain", &random).unwrap();
        let hash = old.hash_client_secret(workspace, "secret");
        assert_eq!(both.open("purpose", &sealed).unwrap(), b"plain");
        assert!(both.verify_client_secret(workspace, "secret", &hash.hash));
        assert!(!both.verify_client_secret(workspace, "other", &hash.hash));
        assert_eq!(new.open("purpose", &sealed), Err(KeyError::Unopened));
        assert!(!new.verify_client_secret(workspace, "secret", &hash.hash));
    }

    #[test]
    fn a_version_that_is_loaded_is_used_only_once_it_is_adopted_and_not_any_more_once_it_is_retired() {
        let random = SeededRandom::new(7);
        let workspace = WorkspaceId::new(Timestamp::from_millis(1), [1; 10]);
        let ring = ring(&format!("{ONE}\n{TWO}"));
        ring.adopt(1, &BTreeSet::new()).unwrap();
        let (sealed, hash) = (ring.seal("purpose", b"plain", &random).unwrap(), ring.hash_client_secret(workspace, "secret"));
        assert_eq!((sealed[0], hash.version), (1, 1));
        ring.adopt(2, &BTreeSet::new()).unwrap();
        assert_eq!(ring.seal("purpose", b"plain", &random).unwrap()[0], 2);
        assert_eq!(ring.open("purpose", &sealed).unwrap(), b"plain");
        ring.adopt(2, &BTreeSet::from([1])).unwrap();
        assert_eq!(ring.open("purpose", &sealed), Err(KeyError::Unopened));
        assert!(!ring.verify_client_secret(workspace, "secret", &hash.hash));
        assert_eq!(ring.adopt(3, &BTreeSet::new()), Err(MissingVersion(3)));
        assert_eq!(ring.current_version(), 2);
    }

    #[test]
    fn keys_that_are_read_again_take_effect_unless_the_current_one_is_missing() {
        let ring = ring(ONE);
        let reload = |lines: &str| ring.reload(MasterKeys::parse(lines).unwrap());
        assert_eq!(reload(TWO), Err(ReloadError::Missing(1)));
        assert_eq!(reload(&format!("1{}", &TWO[1..])), Err(ReloadError::Other(1)));
        assert!(ring.holds(1) && !ring.holds(2));
        assert_eq!((reload(ONE), reload(&format!("{ONE}\n{TWO}"))), (Ok(false), Ok(true)));
        assert_eq!((ring.current_version(), ring.holds(2)), (1, true));
    }

    #[test]
    fn a_secret_of_an_earlier_version_is_noted_when_it_is_proved() {
        let workspace = WorkspaceId::new(Timestamp::from_millis(1), [1; 10]);
        let ring = ring(&format!("{ONE}\n{TWO}"));
        ring.adopt(1, &BTreeSet::new()).unwrap();
        let stored = ring.hash_client_secret(workspace, "secret").hash;
        assert!(ring.verify_client_secret(workspace, "secret", &stored));
        assert_eq!(ring.take_outdated_secrets(), []);
        ring.adopt(2, &BTreeSet::new()).unwrap();
        assert!(!ring.verify_client_secret(workspace, "other", &stored));
        assert_eq!(ring.take_outdated_secrets(), []);
        assert!(ring.verify_client_secret(workspace, "secret", &stored) && ring.verify_client_secret(workspace, "secret", &stored));
        let replacement = ring.hash_client_secret(workspace, "secret");
        assert_eq!(ring.take_outdated_secrets(), [OutdatedSecret { workspace, stored, replacement }]);
        assert_eq!(ring.take_outdated_secrets(), []);
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
