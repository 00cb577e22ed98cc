//! The documents: that their links lead somewhere, and that docs/architecture.md names what is in the code.

mod code;
mod links;
mod names;

use std::{fs, path::Path, process::Command};

use crate::process::{Failure, Result, capture};
use code::Code;

/// The document that walks through the code by name.
const ARCHITECTURE: &str = "docs/architecture.md";
/// The document that names the files of each kind of change.
const CONTRIBUTING: &str = "CONTRIBUTING.md";

/// Fails with a sentence for each link that leads nowhere and each name that the code does not have.
pub(crate) fn check() -> Result<()> {
    let mut problems = Vec::new();
    let exists = |target: &str| Path::new(target).exists();
    for path in files("*.md")? {
        let text = read(&path)?;
        problems.extend(links::problems(&path, &text, |target| fs::read_to_string(target).ok(), exists));
        if path == ARCHITECTURE {
            let code = files("*.rs")?.into_iter().map(|path| read(&path).map(|text| (path, text))).collect::<Result<Vec<_>>>()?;
            problems.extend(names::problems(&path, &text, &Code::read(&code), exists));
        } else if path == CONTRIBUTING {
            problems.extend(names::missing_files(&path, &text, exists));
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
