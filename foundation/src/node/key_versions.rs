//! Which version of the master key is in force. The database says it, so that all nodes change at the same time.

use std::collections::BTreeSet;

use domain::clock::Timestamp;
use engine::keys::KeyRing;
use store::MasterKeyRecord;

/// How long before it takes effect an activation is announced at least, in seconds, so that each node has learned of it: nodes look every
/// [`LOOK_SECONDS`].
pub const ANNOUNCED_SECONDS: i64 = 10;
/// How often a node looks, in seconds.
pub const LOOK_SECONDS: u64 = 2;

/// The versions at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyVersions {
    /// New things are made under this one; none in a database that was never used.
    pub current: Option<u8>,
    /// The one that becomes the current one, and when.
    pub scheduled: Option<(u8, Timestamp)>,
    /// Nothing made under these is accepted.
    pub retired: BTreeSet<u8>,
}

impl KeyVersions {
    /// Reads them from the database's records.
    pub fn at(now: Timestamp, records: &[MasterKeyRecord]) -> Self {
        let live = records.iter().filter(|record| record.retired_at.is_none());
        let activated = live.filter_map(|record| record.activated_at.map(|at| (at, record.fingerprint.version)));
        let (past, future): (Vec<_>, Vec<_>) = activated.partition(|(at, _)| *at <= now);
        let retired = records.iter().filter(|record| record.retired_at.is_some()).map(|record| record.fingerprint.version).collect();
        Self {
            current: past.into_iter().max().map(|(_, version)| version),
            scheduled: future.into_iter().max().map(|(at, version)| (version, at)),
            retired,
        }
    }

    /// Returns a version that is in use, or will be in a moment, and is not among these keys.
    pub fn missing_from(&self, keys: &KeyRing) -> Option<u8> {
        [self.current, self.scheduled.map(|(version, _)| version)].into_iter().flatten().find(|version| !keys.holds(*version))
    }
}

/// The time until which tokens were made under a version: the next activation of another one after its own. None for the current version,
/// and for one that was never current.
pub fn used_until(version: u8, records: &[MasterKeyRecord]) -> Option<Timestamp> {
    let of = |record: &MasterKeyRecord| record.activated_at.map(|at| (at, record.fingerprint.version));
    let own = records.iter().filter_map(of).find(|(_, other)| *other == version)?;
    records.iter().filter_map(of).filter(|other| *other > own).min().map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use engine::keys::Fingerprint;

    use super::*;

    fn record(version: u8, activated_at: Option<i64>, retired_at: Option<i64>) -> MasterKeyRecord {
        MasterKeyRecord {
            fingerprint: Fingerprint { version, value: [version; 32] },
            activated_at: activated_at.map(Timestamp::from_millis),
            retired_at: retired_at.map(Timestamp::from_millis),
        }
    }

    #[test]
    fn a_version_is_current_from_its_activation_until_the_next_one() {
        let records = [record(1, Some(10), None), record(2, Some(20), None), record(3, None, None)];
        let at = |now| KeyVersions::at(Timestamp::from_millis(now), &records);
        assert_eq!((at(9).current, at(9).scheduled), (None, Some((2, Timestamp::from_millis(20)))));
        assert_eq!((at(19).current, at(19).scheduled), (Some(1), Some((2, Timestamp::from_millis(20)))));
        assert_eq!((at(20).current, at(20).scheduled), (Some(2), None));
        assert_eq!(used_until(1, &records), Some(Timestamp::from_millis(20)));
        assert_eq!((used_until(2, &records), used_until(3, &records)), (None, None));
    }

    #[test]
    fn a_version_that_is_activated_again_is_current_again_and_a_retired_one_never() {
        let records = [record(1, Some(30), None), record(2, Some(20), None)];
        assert_eq!(KeyVersions::at(Timestamp::from_millis(30), &records).current, Some(1));
        assert_eq!(used_until(2, &records), Some(Timestamp::from_millis(30)));
        let records = [record(1, Some(30), Some(40)), record(2, Some(20), None)];
        let versions = KeyVersions::at(Timestamp::from_millis(50), &records);
        assert_eq!((versions.current, versions.retired), (Some(2), BTreeSet::from([1])));
    }
}
