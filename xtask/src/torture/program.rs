//! Where the programs are that were built.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::process::{Failure, Result};

/// The runner.
pub(super) fn runner() -> Result<PathBuf> {
    of_name("regrant-torture")
}

/// Regrant.
pub(super) fn regrant() -> Result<PathBuf> {
    of_name("regrant")
}

fn of_name(name: &str) -> Result<PathBuf> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    absolute(&target.join("release").join(name))
}

/// Returns a path that leads there from anywhere.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(|error| Failure::about(path, &error))
}
