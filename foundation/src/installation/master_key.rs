//! The master key: made at the first start, refused when others can read it, and when it is not the one of the database.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::id::WorkspaceId;
use engine::{
    keys::{Fingerprint, KeyRing, MasterKeyError, MasterKeys},
    random::Random,
};

use super::private_file;
use crate::{bounded_file, config::MasterKeySource};

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyFailure {
    /// Others can read the file.
    #[error("Others can read the master key file {}. Take that away with `chmod 600`, and think of the key as known to them.", path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
    },
    /// It is a directory, a device or the like.
    #[error("The master key file {} is not a regular file.", path.display())]
    NotAFile {
        /// Which.
        path: PathBuf,
    },
    /// The file cannot be read or made.
    #[error("The master key file {} cannot be {verb}: {source}.", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What was tried.
        verb: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// The file is gone, and the database needs it.
    #[error(
        "The master key file {} does not exist, but the database was used with a master key before. Put that key back: without it no \
         token, client secret or signing key of this database works.",
        path.display()
    )]
    Gone {
        /// Which file.
        path: PathBuf,
    },
    /// It is not the key of the database.
    #[error(
        "Version {version} of the master key, {place}, is not the one that the database was used with. Put that key back: without it no \
         token, client secret or signing key of this database works."
    )]
    Other {
        /// Which version.
        version: u8,
        /// Where the key is.
        place: String,
    },
    /// A version is gone that signing keys are sealed under.
    #[error(
        "Version {version} of the master key is missing {place}, and signing keys of the database are sealed under it. Put its line back."
    )]
    Needed {
        /// Which version.
        version: u8,
        /// Where it should stand.
        place: String,
    },
    /// No further version has a number.
    #[error("There can be 255 versions of the master key at most.")]
    TooMany,
    /// The current version is not here.
    #[error(
        "Version {version} of the master key is in use at this database, and is missing here. Put its line from another node into the key \
         file, or into REGRANT_MASTER_KEY."
    )]
    NotHere {
        /// Which version.
        version: u8,
    },
    /// It holds no master key.
    #[error("The master key, {place}, cannot be used: {source}.")]
    Content {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        source: MasterKeyError,
    },
}

/// What a database knows about the master keys that it was used with.
#[derive(Debug, Default)]
pub struct Known {
    /// The fingerprints that it keeps. One of an earlier version keeps none.
    pub fingerprints: Vec<Fingerprint>,
    /// A sealed signing key, with its workspace, for each version that any is sealed under.
    pub sealed: Vec<(WorkspaceId, Vec<u8>)>,
}

impl Known {
    fn is_empty(&self) -> bool {
        self.fingerprints.is_empty() && self.sealed.is_empty()
    }
}

/// Reads the master key for a database that was used before, and makes nothing. None where there is no file yet, and nothing in the database
/// needs it.
pub fn open_for(source: &MasterKeySource, known: &Known) -> Result<Option<KeyRing>, MasterKeyFailure> {
    let place = match source {
        MasterKeySource::Text(_) => "in REGRANT_MASTER_KEY".to_owned(),
        MasterKeySource::File(path) if path.exists() => format!("in {}", path.display()),
        MasterKeySource::File(_) if known.is_empty() => return Ok(None),
        MasterKeySource::File(path) => return Err(MasterKeyFailure::Gone { path: path.clone() }),
    };
    let keys = KeyRing::new(read_only(source)?);
    check(&keys, known, &place)?;
    Ok(Some(keys))
}

/// Reads the master key, and makes the file where neither it nor anything in the database is there yet.
pub fn open(source: &MasterKeySource, random: &dyn Random, known: &Known) -> Result<KeyRing, MasterKeyFailure> {
    let (text, place) = match source {
        MasterKeySource::Text(text) => (text.expose().clone(), "in REGRANT_MASTER_KEY".to_owned()),
        MasterKeySource::File(path) => {
            if !known.is_empty() && !path.exists() {
                return Err(MasterKeyFailure::Gone { path: path.clone() });
            }
            (read_or_make(path, random)?, format!("in {}", path.display()))
        }
    };
    let master = MasterKeys::parse(&text).map_err(|source| MasterKeyFailure::Content { place: place.clone(), source })?;
    let keys = KeyRing::new(master);
    check(&keys, known, &place)?;
    Ok(keys)
}

/// The version of a master key that is not the one that was recorded.
pub fn other_than_recorded(keys: &KeyRing, recorded: &[Fingerprint]) -> Option<u8> {
    let ours = keys.fingerprints();
    let another = |recorded: &&Fingerprint| ours.iter().any(|our| our.version == recorded.version && our.value != recorded.value);
    recorded.iter().find(another).map(|recorded| recorded.version)
}

/// A version that nothing is known to be sealed under may be taken away, since a key that has become known must go some day; what it
/// made besides, client secrets and refresh tokens, ends with it.
fn check(keys: &KeyRing, known: &Known, place: &str) -> Result<(), MasterKeyFailure> {
    if let Some(version) = other_than_recorded(keys, &known.fingerprints) {
        return Err(MasterKeyFailure::Other { version, place: place.to_owned() });
    }
    let ours: Vec<u8> = keys.fingerprints().into_iter().map(|fingerprint| fingerprint.version).collect();
    for (workspace, sealed) in &known.sealed {
        let version = sealed.first().copied().unwrap_or_default();
        if !ours.contains(&version) {
            return Err(MasterKeyFailure::Needed { version, place: place.to_owned() });
        }
        if !keys.opens_signing_key(*workspace, sealed) {
            return Err(MasterKeyFailure::Other { version, place: place.to_owned() });
        }
    }
    Ok(())
}

/// Reads the key file again; none if the key does not come from a file.
pub fn reread(source: &MasterKeySource) -> Result<Option<MasterKeys>, MasterKeyFailure> {
    match source {
        MasterKeySource::File(_) => read_only(source).map(Some),
        MasterKeySource::Text(_) => Ok(None),
    }
}

/// Reads the master keys, and makes nothing.
pub fn read_only(source: &MasterKeySource) -> Result<MasterKeys, MasterKeyFailure> {
    let (text, place) = match source {
        MasterKeySource::Text(text) => (text.expose().clone(), "in REGRANT_MASTER_KEY".to_owned()),
        MasterKeySource::File(path) => (read(path)?, format!("in {}", path.display())),
    };
    MasterKeys::parse(&text).map_err(|source| MasterKeyFailure::Content { place, source })
}

/// Adds a version to the key file, whole or not at all: the one after the highest that is there or known. Of several at once each adds its own.
/// Returns the version.
pub fn add_version(path: &Path, highest_known: u8, random: &dyn Random) -> Result<u8, MasterKeyFailure> {
    let failed = |source| MasterKeyFailure::File { path: path.to_owned(), verb: "written", source };
    let _held = private_file::hold(path).map_err(failed)?;
    let mut text = read(path)?;
    let place = || format!("in {}", path.display());
    let there = MasterKeys::parse(&text).map_err(|source| MasterKeyFailure::Content { place: place(), source })?;
    let version = next_version(there.highest().max(highest_known))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&MasterKeys::new_line(version, random));
    text.push('\n');
    private_file::replace(path, &text).map_err(failed)?;
    Ok(version)
}

/// Returns the version after the highest one.
pub fn next_version(highest: u8) -> Result<u8, MasterKeyFailure> {
    highest.checked_add(1).ok_or(MasterKeyFailure::TooMany)
}

fn read_or_make(path: &Path, random: &dyn Random) -> Result<String, MasterKeyFailure> {
    let failed = |verb| move |source| MasterKeyFailure::File { path: path.to_owned(), verb, source };
    match private_file::create(path, &MasterKeys::new_file(random)) {
        Ok(()) => tracing::info!(path = %path.display(), "made the master key file; keep a copy of it apart from the database"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed("made")(error)),
    }
    read(path)
}

fn read(path: &Path) -> Result<String, MasterKeyFailure> {
    let failed = |verb| move |source| MasterKeyFailure::File { path: path.to_owned(), verb, source };
    if !fs::metadata(path).map_err(failed("read"))?.is_file() {
        return Err(MasterKeyFailure::NotAFile { path: path.to_owned() });
    }
    if !private_file::is_private(path).map_err(failed("read"))? {
        return Err(MasterKeyFailure::Exposed { path: path.to_owned() });
    }
    bounded_file::read_text(path).map_err(failed("read"))
}

#[cfg(test)]
mod tests {
    use engine::random::SystemRandom;

    use super::*;

    fn directory(name: &str) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("regrant-master-key-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        directory
    }

    #[test]
    fn it_is_made_once_for_its_owner_alone() {
        let path = directory("made").join("master.key");
        let source = MasterKeySource::File(path.clone());
        open(&source, &SystemRandom, &Known::default()).unwrap();
        let made = fs::read_to_string(&path).unwrap();
        assert!(private_file::is_private(&path).unwrap());
        open(&source, &SystemRandom, &Known::default()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), made);
    }

    #[cfg(unix)]
    #[test]
    fn one_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let path = directory("exposed").join("master.key");
        let source = MasterKeySource::File(path.clone());
        open(&source, &SystemRandom, &Known::default()).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refusal = open(&source, &SystemRandom, &Known::default()).unwrap_err().to_string();
        assert!(refusal.starts_with("Others can read the master key file"), "{refusal}");
    }

    #[test]
    fn what_is_no_master_key_is_refused_without_being_shown() {
        let source = MasterKeySource::Text(domain::secret::Secret::new("hunter2".to_owned()));
        let refusal = open(&source, &SystemRandom, &Known::default()).unwrap_err().to_string();
        assert!(refusal.starts_with("The master key, in REGRANT_MASTER_KEY, cannot be used: line 1"), "{refusal}");
        assert!(!refusal.contains("hunter2"));
    }

    const ONE: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const OTHER_ONE: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    const TWO: &str = "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

    fn ring(lines: &str) -> KeyRing {
        KeyRing::new(MasterKeys::parse(lines).unwrap())
    }

    /// Opens these lines at a database that was used with those, and has signing keys sealed under those.
    fn outcome(lines: &str, used_with: &str, sealed_under: &[&str]) -> Result<(), String> {
        let sealed = sealed_under.iter().map(|lines| {
            let now = domain::clock::Timestamp::from_millis(1);
            let workspace = WorkspaceId::new(now, [1; 10]);
            (
                workspace,
                ring(lines)
                    .new_signing_key(workspace, domain::signing::SigningAlgorithm::Es256, now, &SystemRandom)
                    .unwrap()
                    .sealed_private_key,
            )
        });
        let fingerprints = if used_with.is_empty() { Vec::new() } else { ring(used_with).fingerprints() };
        let known = Known { fingerprints, sealed: sealed.collect() };
        let source = MasterKeySource::Text(domain::secret::Secret::new(lines.to_owned()));
        open(&source, &SystemRandom, &known).map(|_| ()).map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_database_takes_the_keys_that_it_was_used_with_and_new_versions() {
        let both = format!("{ONE}\n{TWO}");
        assert_eq!(outcome(ONE, ONE, &[ONE]), Ok(()));
        assert_eq!(outcome(&both, ONE, &[ONE]), Ok(()), "a version is added");
        assert_eq!(outcome(TWO, &both, &[TWO]), Ok(()), "a version goes that nothing is sealed under");
        assert_eq!(outcome(ONE, "", &[ONE]), Ok(()), "a database of an earlier version takes the key that opens what it holds");
        assert_eq!(outcome(ONE, "", &[]), Ok(()), "an empty database takes any");
        for (lines, used_with, sealed) in [(OTHER_ONE, ONE, vec![ONE]), (OTHER_ONE, ONE, vec![]), (OTHER_ONE, "", vec![ONE])] {
            assert!(outcome(lines, used_with, &sealed).unwrap_err().contains("is not the one that the database was used with"));
        }
        for (lines, used_with) in [(TWO, both.as_str()), (TWO, ""), (ONE, both.as_str())] {
            let refusal = outcome(lines, used_with, &[ONE, TWO]).unwrap_err();
            assert!(refusal.contains("signing keys of the database are sealed under it"), "{refusal}");
        }
    }

    #[test]
    fn a_key_is_not_made_anew_for_a_database_that_had_one() {
        let path = directory("gone").join("master.key");
        let known = Known { fingerprints: ring(ONE).fingerprints(), ..Known::default() };
        let refusal = open(&MasterKeySource::File(path.clone()), &SystemRandom, &known).unwrap_err().to_string();
        assert!(refusal.contains("does not exist, but the database was used with a master key before"), "{refusal}");
        assert!(!path.exists());
    }
}
