//! A file of another server, in JSON.

use std::{collections::HashMap, io, path::Path};

use domain::{problem::Problem, wire::Misfit};
use serde_json::Value as Json;

use super::places::{Place, Places};
use crate::{bounded_file, failure::Failure};

/// The most bytes of one file.
const MOST: u64 = 64 << 20;

/// A file, whose text is kept to say where something is.
pub(super) struct ImportFile {
    pub(super) name: String,
    text: String,
    /// Whether each line is a value, an item of a list.
    lines: bool,
}

impl ImportFile {
    /// Reads a file: one value, or objects of which each is in a line of its own; `-` is standard input.
    ///
    /// # Errors
    /// [`Failure::Document`] where it is neither, or says something twice.
    pub(super) fn read(path: &Path) -> Result<(Self, Json), Failure> {
        let text = if path == Path::new("-") {
            bounded_file::read_text_from(io::stdin().lock(), MOST)
        } else {
            bounded_file::read_text_up_to(path, MOST)
        };
        let text = text.map_err(|source| Failure::File { path: path.to_owned(), source })?;
        Self::parse(path.display().to_string(), text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    fn parse(name: String, text: String) -> Result<(Self, Json), Failure> {
        let unreadable = |line: usize, error: &serde_json::Error| {
            let (line, column) = (line + error.line().max(1) - 1, error.column().max(1));
            let sentence = if error.to_string().contains("recursion limit") {
                "This is deeper than such a file can be.".to_owned()
            } else {
                let said = error.to_string();
                format!("This is no JSON: {}.", said.split(" at line ").next().unwrap_or_default())
            };
            Failure::Document(vec![format!("{name}:{line}:{column}: {sentence}")])
        };
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let (json, lines) = match serde_json::from_str(&text) {
            Ok(json) => (json, false),
            // Only objects come line by line: a number in the first line of what is no JSON is no file of numbers.
            Err(_) if first.trim().len() < text.trim().len() && serde_json::from_str::<serde_json::Map<String, Json>>(first).is_ok() => {
                let mut items = Vec::new();
                for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                    items.push(serde_json::from_str(line).map_err(|error| unreadable(index + 1, &error))?);
                }
                (Json::Array(items), true)
            }
            Err(error) => return Err(unreadable(1, &error)),
        };
        let file = Self { name, text, lines };
        let Places { twice, .. } = file.places(&[]);
        if twice.is_empty() {
            return Ok((file, json));
        }
        let sentence = Problem::Duplicate.sentence();
        let told = twice.into_iter().map(|(pointer, (line, column))| format!("{}:{line}:{column}: {pointer}: {sentence}", file.name));
        Err(Failure::Document(told.collect()))
    }

    pub(super) const fn len(&self) -> usize {
        self.text.len()
    }

    fn places(&self, wanted: &[&str]) -> Places {
        Places::find(&self.text, self.lines, wanted)
    }

    /// Returns where values are, by their pointers.
    pub(super) fn locate<'a>(&self, pointers: impl Iterator<Item = &'a str>) -> HashMap<&'a str, Place> {
        let pointers: Vec<&str> = pointers.collect();
        let places = self.places(&pointers);
        pointers.into_iter().map(|pointer| (pointer, places.of(pointer))).collect()
    }

    /// Returns what is wrong, from top to bottom.
    pub(super) fn wrong(&self, misfits: &[Misfit]) -> Failure {
        let places = self.locate(misfits.iter().map(|misfit| misfit.pointer.as_str()));
        let place = |misfit: &Misfit| places.get(misfit.pointer.as_str()).copied().unwrap_or((1, 1));
        let mut sorted: Vec<&Misfit> = misfits.iter().collect();
        sorted.sort_by_key(|misfit| place(misfit));
        let told = sorted.into_iter().map(|misfit| {
            let (line, column) = place(misfit);
            let at = if misfit.pointer.is_empty() { String::new() } else { format!("{}: ", misfit.pointer) };
            format!("{}:{line}:{column}: {at}{}", self.name, misfit.problem.sentence())
        });
        Failure::Document(told.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Vec<String> {
        match ImportFile::parse("file".to_owned(), text.to_owned()) {
            Err(Failure::Document(told)) => told,
            other => panic!("{:?}", other.map(|(_, json)| json)),
        }
    }

    #[test]
    fn what_is_no_json_is_told_by_line_and_column() {
        assert_eq!(refused("{\n  \"a\": 1,\n  nonsense\n}"), ["file:3:3: This is no JSON: key must be a string."]);
        assert_eq!(refused(""), ["file:1:1: This is no JSON: EOF while parsing a value."]);
        assert_eq!(refused(&"[".repeat(100_000)), ["file:1:128: This is deeper than such a file can be."]);
        assert_eq!(refused("{\"a\": 1}\n{\"a\": }\n"), ["file:2:7: This is no JSON: expected value."]);
        assert_eq!(
            refused("{\"a\": {\"b\": 1, \"\\u0062\": 2},\n \"a\": 3}"),
            ["file:1:16: /a/b: This is there more than once.", "file:2:2: /a: This is there more than once."]
        );
    }

    #[test]
    fn a_value_is_found_by_its_pointer_and_what_is_missing_where_it_is_missing_from() {
        let text = "{\n  \"é\": [ {\"x/y\": \"a\\\"]}\"}, [ ] ],\n  \"b\": {\"c\": -1.5e3}\n}";
        let (file, _) = ImportFile::parse("file".to_owned(), text.to_owned()).unwrap();
        let wanted = ["", "/é/0", "/é/0/x~1y", "/é/1", "/b/c", "/b/missing/more", "/é/7"];
        let places = file.locate(wanted.into_iter());
        let found: Vec<_> = wanted.iter().map(|pointer| places[pointer]).collect();
        assert_eq!(found, [(1, 1), (2, 10), (2, 18), (2, 28), (3, 14), (3, 8), (2, 8)]);
        let (lines, json) = ImportFile::parse("file".to_owned(), "{\"a\": 1}\n\n {\"a\": {\"b\": 2}}\n".to_owned()).unwrap();
        assert_eq!(json.as_array().map(Vec::len), Some(2));
        assert_eq!(lines.locate(["/1/a/b"].into_iter())["/1/a/b"], (3, 14));
    }
}
