//! Nonces (RFC 9449 §8): a time that only this server can have written, so that a proof cannot be made in advance. Nothing is stored, and
//! every node accepts those of the others.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, id::WorkspaceId};
use subtle::ConstantTimeEq;

use crate::keys::KeyRing;

/// How long one nonce is given out, in seconds. It is accepted for as long again.
const SLOT_SECONDS: i64 = 5 * 60;

/// 128 bits of the MAC: too many to guess within ten minutes.
const MAC: usize = 16;

/// The nonce of this time: the version of the master key and a MAC over the slot, in base64url.
pub(super) fn at(keys: &KeyRing, workspace: WorkspaceId, now: Timestamp) -> String {
    let version = keys.current_version();
    // The current version of the master key is always here.
    let mac = mac(keys, version, workspace, slot(now)).unwrap_or_default();
    let mut bytes = vec![version];
    bytes.extend_from_slice(&mac);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Returns whether a nonce was issued recently.
pub(super) fn is_valid(keys: &KeyRing, workspace: WorkspaceId, now: Timestamp, nonce: &str) -> bool {
    let Some((version, given)) = read(nonce) else {
        return false;
    };
    let slot = slot(now);
    let matches = |slot| mac(keys, version, workspace, slot).is_some_and(|mac| bool::from(mac.ct_eq(&given)));
    matches(slot) || matches(slot - 1)
}

fn read(nonce: &str) -> Option<(u8, [u8; MAC])> {
    let bytes = URL_SAFE_NO_PAD.decode(nonce).ok()?;
    let (version, mac) = bytes.split_first()?;
    Some((*version, mac.try_into().ok()?))
}

fn slot(now: Timestamp) -> i64 {
    now.as_seconds().div_euclid(SLOT_SECONDS)
}

fn mac(keys: &KeyRing, version: u8, workspace: WorkspaceId, slot: i64) -> Option<[u8; MAC]> {
    let mac = keys.mac(version, "dpop-nonce", workspace, &[&slot.to_be_bytes()])?;
    mac.first_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::MasterKeys, random::SeededRandom};

    #[test]
    fn a_nonce_lives_for_five_to_ten_minutes_in_its_own_workspace() {
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(1))).unwrap());
        let workspace = |id| WorkspaceId::new(Timestamp::from_millis(0), [id; 10]);
        let start = Timestamp::from_millis(600_000);
        let nonce = at(&keys, workspace(1), start);
        for (seconds, valid) in [(0, true), (599, true), (600, false), (-1, false)] {
            assert_eq!(is_valid(&keys, workspace(1), start.plus_seconds(seconds), &nonce), valid, "after {seconds} s");
        }
        assert!(!is_valid(&keys, workspace(2), start, &nonce));
        for text in ["", "A", "AAAA", &nonce[1..], &format!("{nonce}A")] {
            assert!(!is_valid(&keys, workspace(1), start, text), "{text:?}");
        }
    }
}
