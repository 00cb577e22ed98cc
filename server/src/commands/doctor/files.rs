//! Files and directories, and who may read them.

use std::{fs, path::Path};

use engine::keys::KeyRing;

use super::finding::Findings;
use crate::{
    config::{Configuration, Key, MasterKeySource, Origin},
    installation::{master_key, private_file},
};

/// Less free space than this is noted.
#[cfg(unix)]
const LITTLE_SPACE: u64 = 1024 * 1024 * 1024;

/// The master keys of this node.
pub(super) enum Keys {
    /// They can be read.
    Here(KeyRing),
    /// There are none yet.
    NotThere,
    /// They cannot be used, which is a finding already.
    Unusable,
}

/// Checks the files. Returns the keys.
pub(super) fn check(configuration: &Configuration, findings: &mut Findings) -> Keys {
    if configuration.site_dir.join("hash.txt").is_file() {
        findings.fine("The console's files are there.");
    } else {
        findings.problem(format!(
            "The console's files are not in {}: its pages have no style and no scripts. Set `site_dir` to the directory `site` of the release.",
            configuration.site_dir.display()
        ));
    }
    configuration_file(configuration, findings);
    if configuration.data_dir.exists() && !configuration.data_dir.is_dir() {
        findings.problem(format!("The data directory {} is a file. Set `data_dir` to a directory.", configuration.data_dir.display()));
    } else if configuration.data_dir.is_dir() {
        private("The data directory", &configuration.data_dir, "700", findings);
        #[cfg(unix)]
        space(&configuration.data_dir, findings);
    } else {
        findings.note(format!("The data directory {} is not there yet; the first start makes it.", configuration.data_dir.display()));
    }
    if let Some(file) = configuration.database_url.file().filter(|file| file.is_file()) {
        private("The database", file, "600", findings);
    }
    keys(configuration, findings)
}

/// Checks who else may write the configuration file, and read it where a password is in it.
fn configuration_file(configuration: &Configuration, findings: &mut Findings) {
    let of_file = || {
        configuration.effective.iter().filter_map(|(key, given)| match &given.origin {
            Origin::File(path) => Some((*key, given, path)),
            _ => None,
        })
    };
    let Some((_, _, path)) = of_file().next() else { return };
    // What is in force is shown without its passwords.
    let holds_password = of_file().any(|(key, given, _)| matches!(key, Key::DatabaseUrl | Key::MailServer) && given.text.contains('…'));
    match private_file::others_may(path) {
        Ok(others) if others.write => findings.problem(format!(
            "The configuration file {0} can be written by others, who decide then what this server does. Take that away with `chmod o-w,g-w {0}`.",
            path.display()
        )),
        Ok(others) if others.read && holds_password => findings.problem(format!(
            "The configuration file {0} can be read by others, and a password is in it. Take that away with `chmod o-r {0}`, and change the password.",
            path.display()
        )),
        Ok(_) => {}
        Err(error) => findings.problem(format!("The configuration file {} cannot be looked at: {error}.", path.display())),
    }
}

fn keys(configuration: &Configuration, findings: &mut Findings) -> Keys {
    if let MasterKeySource::File(path) = &configuration.master_key
        && !path.exists()
    {
        findings.note(format!("The master key file {} is not there yet; the first start on an empty database makes it.", path.display()));
        return Keys::NotThere;
    }
    match master_key::read_only(&configuration.master_key) {
        Ok(master) => {
            let versions: Vec<_> = master.versions().map(|version| version.to_string()).collect();
            findings.fine(format!("The master key can be read, and only by its owner. Versions: {}.", versions.join(", ")));
            Keys::Here(KeyRing::new(master))
        }
        Err(failure) => {
            findings.problem(failure.to_string());
            Keys::Unusable
        }
    }
}

fn private(what: &str, path: &Path, mode: &str, findings: &mut Findings) {
    match private_file::is_private(path) {
        Ok(true) => findings.fine(format!("{what} {} is for its owner alone.", path.display())),
        Ok(false) => findings.problem(format!(
            "{what} {0} can be read by others. Take that away with `chmod {mode} {0}`, and think of what is in it as known to them.",
            path.display()
        )),
        Err(error) => findings.problem(format!("{what} {} cannot be looked at: {error}.", path.display())),
    }
    let readonly = fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly());
    if readonly {
        findings.problem(format!("{what} {0} cannot be written. Give its owner that right with `chmod u+w {0}`.", path.display()));
    }
}

#[cfg(unix)]
fn space(path: &Path, findings: &mut Findings) {
    if let Ok(disk) = rustix::fs::statvfs(path) {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if free < LITTLE_SPACE {
            findings.problem(format!(
                "The disk of {} has {} MB free. When it is full, writes are answered with 503. Make room.",
                path.display(),
                free / 1_000_000
            ));
        } else {
            findings.fine(format!("The disk of {} has {} GB free.", path.display(), free / 1_000_000_000));
        }
    }
}
