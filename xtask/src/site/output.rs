//! A folder of which every file is known: what one build wrote stays, everything older goes.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::process::{Failure, Result};

pub(super) struct Output {
    folder: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl Output {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), written: BTreeSet::new() }
    }

    /// Writes `stem.<hash>.extension` and returns the hash.
    pub(super) fn add_hashed(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        let hash = content_hash(content);
        self.add(Path::new(&format!("{stem}.{hash}.{extension}")), content)?;
        Ok(hash)
    }

    pub(super) fn add(&mut self, name: &Path, content: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        let write = |path: &Path| {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, content)
        };
        write(&path).map_err(|error| Failure::about(&path, &error))?;
        self.written.insert(path);
        Ok(())
    }

    /// A copy of a folder, which need not exist.
    pub(super) fn add_folder(&mut self, source: &Path, name: &Path) -> Result<()> {
        for path in files_below(source)? {
            let content = fs::read(&path).map_err(|error| Failure::about(&path, &error))?;
            let below = path.strip_prefix(source).map_err(|error| Failure::about(&path, &error))?;
            self.add(&name.join(below), &content)?;
        }
        Ok(())
    }

    /// The files written so far.
    pub(super) fn names(&self) -> Vec<PathBuf> {
        self.written.iter().filter_map(|path| path.strip_prefix(&self.folder).ok()).map(Path::to_path_buf).collect()
    }

    pub(super) fn read(&self, name: &Path) -> Result<Vec<u8>> {
        let path = self.folder.join(name);
        fs::read(&path).map_err(|error| Failure::about(&path, &error))
    }

    pub(super) fn remove_everything_else(&self) -> Result<()> {
        for path in files_below(&self.folder)?.iter().filter(|path| !self.written.contains(*path)) {
            fs::remove_file(path).map_err(|error| Failure::about(path, &error))?;
        }
        Ok(())
    }
}

/// 64 bits of SHA-256: two versions of one file differ, which is all a name has to show.
pub(super) fn content_hash(content: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(content).iter().take(8) {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// Sorted; nothing when the folder does not exist.
pub(super) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    match collect(folder, &mut found) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::about(folder, &error)),
        _ => {
            found.sort();
            Ok(found)
        }
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_its_content_and_older_files_go() {
        let folder = std::env::temp_dir().join(format!("regrant-output-{}", std::process::id()));
        let mut first = Output::new(&folder);
        let old = first.add_hashed("console", "css", b"a{}").unwrap();
        first.add(Path::new("assets/icon.svg"), b"<svg/>").unwrap();
        let mut second = Output::new(&folder);
        let new = second.add_hashed("console", "css", b"b{}").unwrap();
        second.remove_everything_else().unwrap();
        assert_ne!(old, new);
        assert_eq!(files_below(&folder).unwrap(), [folder.join(format!("console.{new}.css"))]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_hash_is_the_start_of_sha_256() {
        // FIPS 180-2, appendix B.1: SHA-256 of "abc".
        assert_eq!(content_hash(b"abc"), "ba7816bf8f01cfea");
    }
}
