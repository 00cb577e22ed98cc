//! The tests that name clauses: a comment line `Clauses: 28, 29.` above a test, in Rust a doc comment.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use crate::process::{Failure, Result, capture};

const MARK: &str = "Clauses:";

/// A test that holds clauses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Test {
    pub(crate) path: String,
    pub(crate) name: String,
}

/// The tests of each clause.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    tests: BTreeMap<u16, BTreeSet<Test>>,
}

impl Evidence {
    /// Reads every Rust and TypeScript file that git knows or would add.
    pub(crate) fn collect() -> Result<Self> {
        let listed = capture(Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.rs", "*.ts"]))?;
        let (mut evidence, mut problems) = (Self::default(), Vec::new());
        // The tests of this command name clauses that are made up.
        for path in listed.split('\0').filter(|path| !path.starts_with("xtask/")).map(Path::new).filter(|path| path.is_file()) {
            let content = fs::read_to_string(path).map_err(|error| Failure::about(path, &error))?;
            problems.extend(evidence.read(&path.display().to_string(), &content));
        }
        if problems.is_empty() { Ok(evidence) } else { Err(Failure::new(problems.join("\n"))) }
    }

    /// Returns the tests of a clause.
    pub(crate) fn of(&self, clause: u16) -> impl Iterator<Item = &Test> {
        self.tests.get(&clause).into_iter().flatten()
    }

    /// Returns whether a clause has a test.
    pub(crate) fn holds(&self, clause: u16) -> bool {
        self.tests.contains_key(&clause)
    }

    /// Returns each clause that a test names, with its tests.
    pub(crate) fn clauses(&self) -> impl Iterator<Item = (u16, &BTreeSet<Test>)> {
        self.tests.iter().map(|(clause, tests)| (*clause, tests))
    }

    /// Adds the tests of a file. Returns a sentence for each line that is not as it must be.
    pub(crate) fn read(&mut self, path: &str, content: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let mut pending: Option<(usize, Vec<u16>)> = None;
        for (line, at) in content.lines().map(str::trim).zip(1..) {
            if let Some(mark) = mark(line, path) {
                match mark {
                    Ok(clauses) => pending = Some((at, clauses)),
                    Err(problem) => problems.push(format!("{path}:{at}: {problem}")),
                }
            } else if let Some(name) = test_name(line) {
                problems.extend(old_style(name).map(|problem| format!("{path}:{at}: {problem}")));
                for clause in pending.take().into_iter().flat_map(|(_, clauses)| clauses) {
                    self.tests.entry(clause).or_default().insert(Test { path: path.to_owned(), name: name.to_owned() });
                }
            } else if !stands_between(line) {
                let orphan = pending.take().map(|(at, _)| format!("{path}:{at}: no test follows the line `{MARK} …`"));
                problems.extend(orphan);
            }
        }
        problems.extend(pending.map(|(at, _)| format!("{path}:{at}: no test follows the line `{MARK} …`")));
        problems
    }
}

/// The clauses that a comment line names, or what is wrong with it.
fn mark(line: &str, path: &str) -> Option<std::result::Result<Vec<u16>, String>> {
    let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
    let start = if is_rust { "///" } else { "//" };
    let comment = line.strip_prefix("//")?.trim_start_matches('/').trim_start();
    let numbers = comment.strip_prefix(MARK)?;
    let clauses = numbers
        .strip_suffix('.')
        .and_then(|numbers| numbers.split(',').map(|number| number.trim().parse().ok()).collect::<Option<Vec<u16>>>())
        .filter(|_| line.strip_prefix(start).is_some_and(|rest| rest.starts_with(' ')));
    Some(clauses.ok_or_else(|| format!("a test names its clauses in a line like `{start} {MARK} 28, 29.`")))
}

/// Other comments and attributes, which may stand between the clauses and the test.
fn stands_between(line: &str) -> bool {
    line.starts_with("//") || line.starts_with("#[")
}

/// The name of the test that begins on this line: a function in Rust, a title in TypeScript.
fn test_name(line: &str) -> Option<&str> {
    if let Some(title) = line.strip_prefix("test(") {
        let quote = title.chars().next().filter(|quote| ['\'', '"', '`'].contains(quote))?;
        return title.get(1..)?.split(quote).next();
    }
    let declaration = ["pub ", "pub(crate) ", "async "].iter().fold(line, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    declaration.strip_prefix("fn ")?.split(['(', '<']).next()
}

/// A sentence about a name that begins with the numbers of clauses, like `c028_…`.
fn old_style(name: &str) -> Option<String> {
    let is_number =
        |word: &&str| word.strip_prefix('c').is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit()));
    let words: Vec<&str> = name.split_inclusive(['_', ' ']).collect();
    let numbers: Vec<&str> = words.iter().map(|word| word.trim_end_matches(['_', ' '])).take_while(is_number).collect();
    let plain = words.get(numbers.len()..)?.concat();
    let numbers: Vec<&str> = numbers.iter().map(|word| word.trim_start_matches(['c', '0'])).collect();
    (!numbers.is_empty()).then(|| format!("name this test `{plain}` and put the comment `{MARK} {}.` above it", numbers.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, content: &str) -> (Vec<(u16, String)>, Vec<String>) {
        let mut evidence = Evidence::default();
        let problems = evidence.read(path, content);
        let found = evidence.clauses().flat_map(|(clause, tests)| tests.iter().map(move |test| (clause, test.name.clone())));
        (found.collect(), problems)
    }

    #[test]
    fn a_test_is_found_in_both_languages_with_all_of_its_clauses() {
        let rust =
            "/// PostgreSQL only.\n/// Clauses: 28, 107.\n#[tokio::test]\nasync fn an_old_token_ends_the_family() {\n}\n\nfn other() {}\n";
        let name = "an_old_token_ends_the_family".to_owned();
        assert_eq!(read("a.rs", rust), (vec![(28, name.clone()), (107, name)], vec![]));
        let typescript = "  // Clauses: 12.\n  test('GET is refused', async () => {\n";
        assert_eq!(read("a.spec.ts", typescript), (vec![(12, "GET is refused".to_owned())], vec![]));
        for declaration in ["fn it_holds(byte in 0..57_usize) {", "pub async fn it_holds<F: Fixture>(fixture: Arc<F>) {"] {
            assert_eq!(read("a.rs", &format!("/// Clauses: 17.\n{declaration}\n")).0, [(17, "it_holds".to_owned())]);
        }
    }

    #[test]
    fn a_name_with_numbers_is_a_problem() {
        let (found, problems) = read("a.rs", "#[test]\nfn c028_c107_it_holds() {}\n");
        assert!(found.is_empty());
        assert_eq!(problems, ["a.rs:2: name this test `it_holds` and put the comment `Clauses: 28, 107.` above it"]);
        let (_, problems) = read("a.ts", "test('c040 c090 it holds', async () => {\n");
        assert_eq!(problems, ["a.ts:1: name this test `it holds` and put the comment `Clauses: 40, 90.` above it"]);
        assert!(read("a.rs", "fn c1_is_no_number() {}\nfn about_c017() {}\nlet c017_token = c017_make();\n").1.is_empty());
    }

    #[test]
    fn a_line_that_cannot_be_read_or_has_no_test_is_a_problem() {
        let shape = "a test names its clauses in a line like `/// Clauses: 28, 29.`";
        for line in ["// Clauses: 28.", "/// Clauses: 28", "/// Clauses: c028.", "///Clauses: 28."] {
            assert_eq!(read("a.rs", &format!("{line}\nfn it_holds() {{}}\n")).1, [format!("a.rs:1: {shape}")], "{line}");
        }
        let orphan = "a.rs:1: no test follows the line `Clauses: …`";
        assert_eq!(read("a.rs", "/// Clauses: 28.\n\nfn it_holds() {}\n").1, [orphan]);
        assert_eq!(read("a.rs", "/// Clauses: 28.\n").1, [orphan]);
    }
}
