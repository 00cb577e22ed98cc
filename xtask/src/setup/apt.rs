//! Packages of Debian and Ubuntu, by apt-get.

use std::{fs, path::Path, process::Command};

use crate::process::{Failure, Result, capture, find_program, run};

/// Installs packages of the distribution.
pub(super) fn apt_install(what: &str, packages: &[&str]) -> Result<()> {
    let apt = Apt::find(what, packages)?;
    println!("installing {what} with apt-get: {}", packages.join(" "));
    apt.update()?;
    run(apt.command().args(["install", "--no-install-recommends"]).args(packages))
}

/// Unpacks packages into a folder, without what they depend on.
pub(super) fn apt_unpack(what: &str, packages: &[&str], folder: &Path) -> Result<()> {
    let about = |error: &std::io::Error| Failure::about(folder, error);
    let beside = folder.with_extension("partial");
    let _ = fs::remove_dir_all(&beside);
    fs::create_dir_all(&beside).map_err(|error| about(&error))?;
    println!("unpacking {what} into {}: {}", folder.display(), packages.join(" "));
    let download = || run(Command::new("apt-get").args(["-q", "download"]).args(packages).current_dir(&beside));
    // Nobody needs to be root to download; to bring the lists of packages up to date, they do.
    if download().is_err() {
        Apt::find(what, packages)?.update()?;
        download()?;
    }
    let downloaded = fs::read_dir(&beside).map_err(|error| about(&error))?.flatten().map(|entry| entry.path()).collect::<Vec<_>>();
    for package in downloaded {
        run(Command::new("dpkg-deb").arg("--extract").args([&package, &beside]))?;
    }
    fs::rename(&beside, folder).map_err(|error| about(&error))
}

/// apt-get, by root or by sudo.
struct Apt {
    root: bool,
}

impl Apt {
    /// Says why nothing can be installed, where that is so.
    fn find(what: &str, packages: &[&str]) -> Result<Self> {
        let list = packages.join(" ");
        if find_program("apt-get").is_none() {
            return Err(Failure::new(format!(
                "{what} is missing and there is no apt-get here: install it (Debian's name: {list}) and run this again"
            )));
        }
        let root = is_root()?;
        if !root && find_program("sudo").is_none() {
            return Err(Failure::new(format!("{what} is missing: run `apt-get install {list}` as root and run this again")));
        }
        Ok(Self { root })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(if self.root { "env" } else { "sudo" });
        if !self.root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]);
        command
    }

    fn update(&self) -> Result<()> {
        run(self.command().arg("update"))
    }
}

/// Returns whether root runs this.
pub(crate) fn is_root() -> Result<bool> {
    Ok(capture(Command::new("id").arg("-u"))?.trim() == "0")
}
