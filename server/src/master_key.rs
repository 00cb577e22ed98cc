//! The master key: made at the first start, refused when others can read it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use engine::{
    keys::{KeyRing, MasterKeyError, MasterKeys},
    random::Random,
};

use crate::{config::MasterKeySource, private_file};

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyFailure {
    /// Others can read the file.
    #[error("Others can read the master key file {}. Take that away with `chmod 600`, and think of the key as known to them.", path.display())]
    Exposed {
        /// Which file.
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
    /// It holds no master key.
    #[error("The master key, {place}, cannot be used: {source}.")]
    Content {
        /// Where it stands.
        place: String,
        /// What is wrong with it.
        source: MasterKeyError,
    },
}

/// Reads the master key, and makes the file where there is none yet.
pub(crate) fn open(source: &MasterKeySource, random: &dyn Random) -> Result<KeyRing, MasterKeyFailure> {
    let (text, place) = match source {
        MasterKeySource::Text(text) => (text.expose().clone(), "in REGRANT_MASTER_KEY".to_owned()),
        MasterKeySource::File(path) => (read_or_make(path, random)?, format!("in {}", path.display())),
    };
    MasterKeys::parse(&text).map(KeyRing::new).map_err(|source| MasterKeyFailure::Content { place, source })
}

fn read_or_make(path: &Path, random: &dyn Random) -> Result<String, MasterKeyFailure> {
    let failed = |verb| move |source| MasterKeyFailure::File { path: path.to_owned(), verb, source };
    match private_file::create(path, &MasterKeys::new_file(random)) {
        Ok(()) => tracing::info!(path = %path.display(), "made the master key file; keep a copy of it apart from the database"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed("made")(error)),
    }
    if !private_file::is_private(path).map_err(failed("read"))? {
        return Err(MasterKeyFailure::Exposed { path: path.to_owned() });
    }
    fs::read_to_string(path).map_err(failed("read"))
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
        open(&source, &SystemRandom).unwrap();
        let made = fs::read_to_string(&path).unwrap();
        assert!(private_file::is_private(&path).unwrap());
        open(&source, &SystemRandom).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), made);
    }

    #[cfg(unix)]
    #[test]
    fn one_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let path = directory("exposed").join("master.key");
        let source = MasterKeySource::File(path.clone());
        open(&source, &SystemRandom).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refusal = open(&source, &SystemRandom).unwrap_err().to_string();
        assert!(refusal.starts_with("Others can read the master key file"), "{refusal}");
    }

    #[test]
    fn what_is_no_master_key_is_refused_without_being_shown() {
        let source = MasterKeySource::Text(domain::secret::Secret::new("hunter2".to_owned()));
        let refusal = open(&source, &SystemRandom).unwrap_err().to_string();
        assert!(refusal.starts_with("The master key, in REGRANT_MASTER_KEY, cannot be used: line 1"), "{refusal}");
        assert!(!refusal.contains("hunter2"));
    }
}
