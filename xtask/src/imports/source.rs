//! The files of a crate, read from its root file down, as the compiler does.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::tokens::{self, Contents};
use crate::process::{Failure, Result};

/// A file and its contents.
pub(super) struct File {
    /// Its path from the repository's root.
    pub(super) path: String,
    /// The module that it is: `["oauth", "token"]`; empty for the root.
    pub(super) module: Vec<String>,
    pub(super) contents: Contents,
}

impl File {
    pub(super) fn parse(path: &str, module: Vec<String>, text: &str) -> Result<Self> {
        let contents = tokens::read(text).map_err(|problem| Failure::about(Path::new(path), &problem))?;
        Ok(Self { path: path.to_owned(), module, contents })
    }
}

/// Returns the files of the crate in a folder. A binary beside a library is left out: it is above the library by nature.
pub(super) fn read(crate_folder: &Path) -> Result<Vec<File>> {
    let source = crate_folder.join("src");
    let roots = [source.join("lib.rs"), source.join("main.rs")];
    let root = roots.iter().find(|root| root.is_file());
    let root = root.ok_or_else(|| Failure::about(&source, &"holds neither lib.rs nor main.rs"))?;
    let mut files = Vec::new();
    let mut waiting = vec![(root.clone(), Vec::new())];
    while let Some((path, module)) = waiting.pop() {
        let text = fs::read_to_string(&path).map_err(|error| Failure::about(&path, &error))?;
        let file = File::parse(&path.to_string_lossy(), module, &text)?;
        for below in declared(&file) {
            waiting.push((file_of(&source, &below)?, below));
        }
        files.push(file);
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn declared(file: &File) -> BTreeSet<Vec<String>> {
    file.contents.modules.iter().filter(|module| !module.inline).map(|module| [&file.module[..], &module.path[..]].concat()).collect()
}

fn file_of(source: &Path, module: &[String]) -> Result<PathBuf> {
    let beside = module.iter().fold(source.to_owned(), |path, name| path.join(name));
    let candidates = [beside.with_extension("rs"), beside.join("mod.rs")];
    let found = candidates.into_iter().find(|path| path.is_file());
    found.ok_or_else(|| Failure::about(&beside, &"is declared as a module and has no file"))
}
