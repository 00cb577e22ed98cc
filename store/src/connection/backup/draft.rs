//! Files beside a database, under names that nobody else uses.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::error::BackupError;

/// What SQLite keeps beside a database: what was committed and is not in it yet, or is to be undone.
pub(super) const LOGS: [&str; 2] = ["-wal", "-journal"];
/// The index of a log, which is made anew.
const INDEX: &str = "-shm";
/// How many names are tried.
const MOST_NAMES: usize = 1000;

/// A file that is made beside its place. It goes again unless it is put there.
#[derive(Debug)]
pub(super) struct Draft {
    /// Text, because SQLite opens no file whose name is none.
    path: String,
    is_put: bool,
}

impl Draft {
    /// Makes an empty one, for its owner alone.
    pub(super) fn beside(place: &Path) -> Result<Self, BackupError> {
        let is_no_text = || io::Error::new(io::ErrorKind::InvalidInput, "its name is not text in UTF-8, and SQLite opens no such file");
        let place = place.to_str().map(Path::new).ok_or_else(|| at(place)(is_no_text()))?;
        let (path, _) = under_new_name(place, "draft", create_private)?;
        let path = path.into_os_string().into_string().map_err(|path| at(Path::new(&path))(is_no_text()))?;
        Ok(Self { path, is_put: false })
    }

    pub(super) fn path(&self) -> &Path {
        Path::new(&self.path)
    }

    pub(super) fn name(&self) -> &str {
        &self.path
    }

    /// Writes it to the disk.
    pub(super) fn sync(&self) -> Result<(), BackupError> {
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(at(self.path()))
    }

    /// Puts it in its place, and in that of whatever is there.
    pub(super) fn replace(mut self, place: &Path) -> Result<(), BackupError> {
        fs::rename(&self.path, place).map_err(at(place))?;
        self.is_put = true;
        sync_directory(place);
        Ok(())
    }

    /// Puts it in its place, where nothing is.
    pub(super) fn put_new(self, place: &Path) -> Result<(), BackupError> {
        match fs::hard_link(&self.path, place) {
            Ok(()) => {
                sync_directory(place);
                Ok(())
            }
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => Err(at(place)(is_there())),
            // A file system without links: the name is taken first.
            Err(_) => create_private(place).map_err(at(place)).and_then(|_| self.replace(place)),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_put {
            remove(self.path());
        }
    }
}

/// Removes the draft that whoever was cut off has left.
pub(super) fn remove_left_beside(place: &Path) {
    remove(&with_ending(place, ".draft"));
}

fn remove(draft: &Path) {
    let _ = fs::remove_file(draft);
    let _ = remove_logs(draft);
}

/// Gives a file that another program may have open another name besides its own, or copies it where the file system has no links. Does
/// not replace anything.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => {
            let copied = create_private(to).and_then(|mut copy| {
                io::copy(&mut File::open(from)?, &mut copy)?;
                copy.sync_all()
            });
            if copied.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::AlreadyExists) {
                let _ = fs::remove_file(to);
            }
            copied
        }
        linked => linked,
    }
}

/// Makes something beside a file: under the file's name with this ending, or with a number after it where that is taken.
pub(super) fn under_new_name<T>(
    file: &Path,
    ending: &str,
    mut make: impl FnMut(&Path) -> io::Result<T>,
) -> Result<(PathBuf, T), BackupError> {
    for number in 1..=MOST_NAMES {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let path = with_ending(file, &format!(".{ending}{number}"));
        match make(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            outcome => return outcome.map(|made| (path.clone(), made)).map_err(at(&path)),
        }
    }
    Err(at(&with_ending(file, &format!(".{ending}")))(is_there()))
}

/// Returns whether anything that was committed is in a log beside a database.
pub(super) fn has_logs(database: &Path) -> bool {
    LOGS.iter().any(|ending| fs::metadata(with_ending(database, ending)).is_ok_and(|log| log.len() > 0))
}

/// Removes what SQLite keeps beside a database, which would be applied to another one in its place.
pub(super) fn remove_logs(database: &Path) -> Result<(), BackupError> {
    for ending in LOGS.into_iter().chain([INDEX]) {
        let path = with_ending(database, ending);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&path)(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Returns what turns an error at a file into one that names it.
pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    move |source| BackupError::File { path: path.clone(), source }
}

/// The error of a name that is taken.
pub(super) fn is_there() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "something of that name is there already")
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes the names in a file's directory to the disk. Where that cannot be asked for, the system does it in its own time.
fn sync_directory(file: &Path) {
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _ = File::open(directory).and_then(|directory| directory.sync_all());
}
