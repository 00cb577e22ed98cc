//! How the files of a crate may import each other: in one direction only, so that each can be read with what is below it and no more.
//!
//! Three rules: no two files import each other, directly or in a longer circle; no page of the console imports another page; a module's file
//! is beside its folder (`x.rs` and `x/`), not in it (`mod.rs`).

mod circles;
mod graph;
mod pages;
mod source;
#[cfg(test)]
mod tests;
mod tokens;

use std::{fmt::Write as _, fs, path::Path};

use serde::Deserialize;

use crate::process::{Failure, Result};
use graph::Graph;

#[derive(Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    members: Vec<String>,
}

/// Fails where a crate breaks a rule.
pub(crate) fn check() -> Result<()> {
    check_crates(&members()?)
}

/// Fails where one of `crates` breaks a rule; none means all.
pub(crate) fn check_all(crates: &[String]) -> Result<()> {
    let members = members()?;
    if let Some(unknown) = crates.iter().find(|name| !members.contains(name)) {
        return Err(Failure::new(format!("the workspace has no crate {unknown}; it has {}", members.join(", "))));
    }
    check_crates(if crates.is_empty() { &members } else { crates })
}

fn members() -> Result<Vec<String>> {
    let path = Path::new("Cargo.toml");
    let text = fs::read_to_string(path).map_err(|error| Failure::about(path, &error))?;
    let manifest: Manifest = toml::from_str(&text).map_err(|error| Failure::about(path, &error))?;
    Ok(manifest.workspace.members)
}

fn check_crates(crates: &[String]) -> Result<()> {
    let mut findings = Vec::new();
    for name in crates {
        findings.extend(find_in(name)?);
    }
    if findings.is_empty() { Ok(()) } else { Err(Failure::new(format!("rules of imports are broken:\n{}", findings.join("\n")))) }
}

fn find_in(crate_folder: &str) -> Result<Vec<String>> {
    let files = source::read(Path::new(crate_folder))?;
    let misplaced = files.iter().filter(|file| file.path.ends_with("/mod.rs"));
    let mut findings: Vec<String> =
        misplaced.map(|file| format!("{}: a module's file is beside its folder: `x.rs` and `x/`", file.path)).collect();
    let graph = Graph::of(&files);
    for circle in circles::find(graph.edges()) {
        let mut finding = format!("{} files import each other:", circle.files);
        for edge in circle.edges {
            let _ = write!(finding, "\n    {edge}");
        }
        findings.push(finding);
    }
    findings.extend(pages::find(&files, graph.edges()));
    Ok(findings)
}
