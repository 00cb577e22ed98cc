//! A browser that signed in before: it carries a sealed cookie that says so.
//!
//! The cookie signs nobody in. It only has attempts of that browser counted apart from those of strangers, who could otherwise use up the
//! attempts of somebody whose name they know.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, secret::Secret};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    door::Door,
    keys::{KeyError, KeyRing, hash_secret},
    random::{self, Random},
};

/// How long a browser is known after it signed in, in seconds. Browsers keep no cookie longer (RFC 6265bis §5.5).
pub const DEVICE_LIFETIME: i64 = 400 * 24 * 3600;

/// An account as it is stored.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its identifier.
    pub id: Uuid,
    /// What its owner signs in with.
    pub name: String,
    /// The hash of its password; none if it has no password yet.
    pub password_hash: Option<String>,
}

/// A browser that signed in with a name and password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Device {
    /// Tells it from other browsers of the same person.
    pub(crate) id: String,
    name: String,
    /// What was typed instead of the name, if it was something else: an e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    typed: Option<String>,
    account: Uuid,
    /// A digest of the stored hash, which has a salt. It changes whenever a password is set, even to the same one.
    password: String,
    signed_in_at: Timestamp,
}

impl Device {
    /// A browser that signs in now: the one that it was known as, or a new one.
    pub(crate) fn signed_in(known: Option<&Self>, account: &Account, typed: &str, now: Timestamp, random: &dyn Random) -> Self {
        let id = known.map_or_else(|| URL_SAFE_NO_PAD.encode(random::bytes::<16>(random)), |known| known.id.clone());
        let typed = (typed != account.name).then(|| typed.to_owned()).or_else(|| known.and_then(|known| known.typed.clone()));
        Self { id, name: account.name.clone(), typed, account: account.id, password: mark(account), signed_in_at: now }
    }

    /// Returns whether a user signed in here under this name.
    pub(crate) fn is_of(&self, name: &str) -> bool {
        self.name == name || self.typed.as_deref() == Some(name)
    }

    /// The name of the account that signed in here.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether this browser signed in with the password that the account has now.
    pub(crate) fn knows(&self, account: &Account) -> bool {
        self.account == account.id && self.password == mark(account)
    }

    /// The value of its cookie.
    pub(crate) fn seal(&self, keys: &KeyRing, door: Door, random: &dyn Random) -> Result<Secret<String>, KeyError> {
        keys.seal_value(&purpose(door), self, random).map(Secret::new)
    }

    /// Returns the browser of a cookie; none if the cookie was made for another door, was changed, or is too old.
    pub(crate) fn open(keys: &KeyRing, door: Door, cookie: &str, now: Timestamp) -> Option<Self> {
        let device: Self = keys.open_value(&purpose(door), cookie).ok()?;
        (now.seconds_since(device.signed_in_at) < DEVICE_LIFETIME).then_some(device)
    }
}

/// The cookie of a browser whose user proved in another way to own the account, by which it is known from now on.
pub fn introduce(door: Door, keys: &KeyRing, account: &Account, now: Timestamp, random: &dyn Random) -> Result<Secret<String>, KeyError> {
    Device::signed_in(None, account, &account.name, now, random).seal(keys, door, random)
}

fn purpose(door: Door) -> String {
    format!("device {door}")
}

fn mark(account: &Account) -> String {
    let hash = hash_secret("device-password", account.password_hash.as_deref().unwrap_or_default());
    URL_SAFE_NO_PAD.encode(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::MasterKeys, random::SeededRandom};

    const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn account(password_hash: &str) -> Account {
        Account { id: Uuid::from_bytes([7; 16]), name: "alice".to_owned(), password_hash: Some(password_hash.to_owned()) }
    }

    #[test]
    fn a_device_is_known_at_its_door_until_the_password_is_another_or_the_cookie_too_old() {
        let random = SeededRandom::new(3);
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&random)).unwrap());
        let alice = account("$argon2id$one");
        let device = Device::signed_in(None, &alice, "alice@example.com", START, &random);
        assert!(device.is_of("alice") && device.is_of("alice@example.com") && !device.is_of("bob"));
        let cookie = device.seal(&keys, Door::Console, &random).unwrap();
        let open = |door, now| Device::open(&keys, door, cookie.expose(), now);
        assert!(open(Door::Console, START).unwrap().knows(&alice));
        assert!(!open(Door::Console, START).unwrap().knows(&account("$argon2id$two")), "the password was set anew");
        assert!(!device.knows(&Account { id: Uuid::from_bytes([8; 16]), ..alice.clone() }), "somebody else of that name");
        assert!(open(Door::Operator(domain::id::TenantId::new(START, [1; 10])), START).is_none(), "another door");
        assert!(open(Door::Console, START.plus_seconds(DEVICE_LIFETIME)).is_none());
        assert!(Device::open(&keys, Door::Console, "nonsense", START).is_none());
        let again = Device::signed_in(Some(&device), &alice, "alice", START, &random);
        assert_eq!(again.id, device.id, "one browser stays one browser");
        assert!(again.is_of("alice@example.com"), "and knows both names");
    }
}
