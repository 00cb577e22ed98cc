//! Files that are read whole, as far as one may be that long.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// The most bytes of a file of settings, certificates or secrets.
pub const MOST: u64 = 1 << 20;

/// Reads a file of at most [`MOST`] bytes. It may be a pipe, too.
///
/// # Errors
/// Also one of kind [`io::ErrorKind::FileTooLarge`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_up_to(File::open(path)?, MOST)
}

fn read_up_to(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is longer than {} MiB", most >> 20)));
    }
    Ok(bytes)
}

/// Reads a file of at most [`MOST`] bytes as text.
///
/// # Errors
/// Those of [`read`], and one of kind [`io::ErrorKind::InvalidData`] where it is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    read_text_up_to(path, MOST)
}

/// Reads a file of at most so many bytes as text.
///
/// # Errors
/// Those of [`read_text`].
pub fn read_text_up_to(path: &Path, most: u64) -> io::Result<String> {
    read_text_from(File::open(path)?, most)
}

/// Reads what there is as text, at most so many bytes.
///
/// # Errors
/// Those of [`read_text`].
pub fn read_text_from(from: impl Read, most: u64) -> io::Result<String> {
    String::from_utf8(read_up_to(from, most)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text in UTF-8"))
}
