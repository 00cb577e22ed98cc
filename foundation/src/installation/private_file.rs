//! Files and directories that only their owner may read.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

/// Makes a directory, with those above it, for its owner alone. One that is there already stays as it is.
pub fn create_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a file that was not there, with this content.
///
/// The content is written to a file beside it first, so that a start that is cut off leaves no half of a key behind. What is empty has no half, and
/// never has two names: an other process that opens a new database just then would refuse it.
pub fn create(path: &Path, content: &str) -> io::Result<()> {
    if path.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if content.is_empty() {
        return write_new(path, content);
    }
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let made = write_new(&draft, content).and_then(|()| fs::hard_link(&draft, path));
    let _ = fs::remove_file(&draft);
    made
}

/// Writes a file anew, whole or not at all.
pub fn replace(path: &Path, content: &str) -> io::Result<()> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let _ = fs::remove_file(&draft);
    let written = write_new(&draft, content).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // On a full disk, half of a secret would stay.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Waits until nobody else holds a file that is changed by [`replace`], and holds it until what is returned is dropped.
pub fn hold(path: &Path) -> io::Result<fs::File> {
    loop {
        let file = fs::OpenOptions::new().read(true).write(true).open(path)?;
        file.lock()?;
        // Whoever held it before has put another file in its place.
        if is_the_one_at(&file, path)? {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_the_one_at(file: &fs::File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;

    let (held, there) = (file.metadata()?, fs::metadata(path)?);
    Ok((held.dev(), held.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_the_one_at(_: &fs::File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

fn write_new(path: &Path, content: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

/// Returns whether nobody but its owner may read or write it.
pub fn is_private(path: &Path) -> io::Result<bool> {
    Ok(is_none_of(&fs::metadata(path)?, 0o077))
}

/// Returns whether nobody but its owner may write it, and nobody but its owner and its group may read it, as with files that are handed to
/// a service: a certificate's private key belongs to root, and the server reads it by its group.
pub fn is_kept_from_others(path: &Path) -> io::Result<bool> {
    Ok(is_none_of(&fs::metadata(path)?, 0o027))
}

/// What those may do with a file who neither own it nor are handed it by its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Others {
    /// They may read it.
    pub read: bool,
    /// They, or its group, may write it.
    pub write: bool,
}

/// Returns what others may do with a file.
pub fn others_may(path: &Path) -> io::Result<Others> {
    let metadata = fs::metadata(path)?;
    Ok(Others { read: !is_none_of(&metadata, 0o004), write: !is_none_of(&metadata, 0o022) })
}

/// Returns whether none of these permissions is given.
#[cfg(unix)]
fn is_none_of(metadata: &fs::Metadata, mode: u32) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & mode == 0
}

#[cfg(not(unix))]
fn is_none_of(metadata: &fs::Metadata, _: u32) -> bool {
    metadata.is_file()
}
