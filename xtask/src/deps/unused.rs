//! Dependencies that nothing uses, and those that only tests use.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use toml::Table;

use crate::process::{Failure, Result};

/// Where a crate's own code is.
const CODE: [&str; 2] = ["src", "fuzz_targets"];
const TESTS: [&str; 1] = ["tests"];

/// Returns a sentence for each dependency of ours that no code names.
pub(super) fn problems() -> Result<Vec<String>> {
    let root = manifest(Path::new("Cargo.toml"))?;
    let workspace = root.get("workspace").and_then(toml::Value::as_table).ok_or_else(|| Failure::new("Cargo.toml has no [workspace]"))?;
    let members = workspace.get("members").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str);
    let (mut problems, mut named) = (Vec::new(), Vec::new());
    for member in members.chain(["fuzz"]) {
        let folder = Path::new(member);
        let manifest = manifest(&folder.join("Cargo.toml"))?;
        let (code, tests) = (source(folder, &CODE)?, source(folder, &TESTS)?);
        for dependency in dependencies(&manifest) {
            problems.extend(dependency.problem(&code, &tests).map(|problem| format!("{member}/Cargo.toml: {problem}")));
            named.push(dependency.name);
        }
    }
    let shared = workspace.get("dependencies").and_then(toml::Value::as_table).into_iter().flat_map(Table::keys);
    let idle = shared.filter(|name| !named.contains(*name)).map(|name| format!("Cargo.toml: no crate of the workspace depends on {name}"));
    problems.extend(idle);
    Ok(problems)
}

struct Dependency {
    name: String,
    for_tests: bool,
}

impl Dependency {
    fn problem(&self, code: &str, tests: &str) -> Option<String> {
        let Self { name, for_tests } = self;
        let word = name.replace('-', "_");
        match (names(code, &word), names(tests, &word)) {
            (true, _) => None,
            (false, true) if *for_tests => None,
            (false, true) => Some(format!("only tests use {name}: it belongs to [dev-dependencies]")),
            (false, false) => Some(format!("nothing uses {name}")),
        }
    }
}

/// The dependencies in a manifest, for all platforms.
fn dependencies(manifest: &Table) -> Vec<Dependency> {
    let targets =
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(Table::values).filter_map(toml::Value::as_table);
    let sections = [manifest].into_iter().chain(targets);
    let lists = sections
        .flat_map(|section| [("dependencies", false), ("dev-dependencies", true)].map(|(list, for_tests)| (section.get(list), for_tests)));
    lists
        .filter_map(|(list, for_tests)| Some((list?.as_table()?, for_tests)))
        .flat_map(|(list, for_tests)| list.keys().map(move |name| Dependency { name: name.clone(), for_tests }))
        .collect()
}

/// Whether the code has this word.
fn names(code: &str, word: &str) -> bool {
    let in_a_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (code.get(..at).unwrap_or_default(), code.get(at + word.len()..).unwrap_or_default());
        !before.ends_with(in_a_word) && !after.starts_with(in_a_word)
    })
}

/// The Rust code in these folders, without the lines that are comments.
fn source(folder: &Path, places: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for place in places.iter().map(|place| folder.join(place)).filter(|place| place.is_dir()) {
        rust_files(&place, &mut files).map_err(|error| Failure::about(&place, &error))?;
    }
    let mut source = String::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| Failure::about(&file, &error))?;
        source.extend(text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]));
    }
    Ok(source)
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn manifest(path: &Path) -> Result<Table> {
    let text = fs::read_to_string(path).map_err(|error| Failure::about(path, &error))?;
    text.parse().map_err(|error| Failure::about(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_is_used_where_its_name_stands_as_a_word() {
        assert!(names("use sea_orm::Statement;", "sea_orm"));
        assert!(names("let clock = jiff::Timestamp::UNIX_EPOCH;", "jiff"));
        assert!(!names("row.tenant_uuid()", "uuid"));
        assert!(!names("fn uuids() {}", "uuid"));
    }

    #[test]
    fn what_only_tests_use_is_for_tests() {
        let problem = |for_tests, code, tests| Dependency { name: "sea-orm".to_owned(), for_tests }.problem(code, tests);
        assert_eq!(problem(false, "use sea_orm::Value;", ""), None);
        assert_eq!(problem(true, "", "use sea_orm::Value;"), None);
        let only = Some("only tests use sea-orm: it belongs to [dev-dependencies]".to_owned());
        assert_eq!(problem(false, "", "use sea_orm::Value;"), only);
        assert_eq!(problem(true, "", ""), Some("nothing uses sea-orm".to_owned()));
    }

    #[test]
    fn dependencies_of_one_platform_are_found_too() {
        let manifest = "[dependencies]\na = \"1\"\n[dev-dependencies]\nb = \"1\"\n[target.'cfg(unix)'.dependencies]\nc = \"1\"\n";
        let found = dependencies(&manifest.parse().unwrap());
        let found: Vec<_> = found.iter().map(|dependency| (dependency.name.as_str(), dependency.for_tests)).collect();
        assert_eq!(found, [("a", false), ("b", true), ("c", false)]);
    }
}
