//! The documents: that their links lead somewhere, and that docs/architecture.md names what is in the code.

mod code;
mod links;
mod names;

use std::{fs, path::Path, process::Command};

use crate::process::{Failure, Result, capture};
use code::Code;

/// The document that walks through the code by name.
const ARCHITECTURE: &str = "docs/architecture.md";

/// Fails with a sentence for each link that leads nowhere and each name that the code does not have.
pub(crate) fn check() -> Result<()> {
    let mut problems = Vec::new();
    for path in files("*.md")? {
        let text = read(&path)?;
        problems.extend(links::problems(&path, &text, |target| fs::read_to_string(target).ok(), |target| Path::new(target).exists()));
        if path == ARCHITECTURE {
            let code = files("*.rs")?.into_iter().map(|path| read(&path).map(|text| (path, text))).collect::<Result<Vec<_>>>()?;
            problems.extend(names::problems(&path, &text, &Code::read(&code), |target| Path::new(target).exists()));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::new(problems.join("\n"))) }
}

/// The files that git knows or would add and that are there.
fn files(pattern: &str) -> Result<Vec<String>> {
    let listed = capture(Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", pattern]))?;
    Ok(listed.split('\0').filter(|path| Path::new(path).is_file()).map(str::to_owned).collect())
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Failure::about(Path::new(path), &error))
}
