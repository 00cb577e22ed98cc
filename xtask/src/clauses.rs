//! What the standards ask, and which test holds it: docs/clauses.md, written from docs/clauses.toml and the names of the tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
    process::Command,
};

use serde::Deserialize;

use crate::process::{Failure, Result, capture};

const LIST: &str = "docs/clauses.toml";
const PAGE: &str = "docs/clauses.md";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    clause: Vec<Clause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clause {
    number: u16,
    standard: String,
    section: String,
    says: String,
    /// What is not built yet, and without which it does not hold, or not in full.
    waits: Option<String>,
    /// Why it is no concern of this server.
    not_applicable: Option<String>,
}

/// A test whose name begins with the numbers of clauses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    path: String,
    name: String,
}

type Tests = BTreeMap<u16, BTreeSet<Test>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Holds,
    HoldsInPart,
    Waits,
    NotApplicable,
}

impl State {
    const ALL: [Self; 4] = [Self::Holds, Self::HoldsInPart, Self::Waits, Self::NotApplicable];

    const fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::HoldsInPart => "holds in part",
            Self::Waits => "waits",
            Self::NotApplicable => "not applicable",
        }
    }

    const fn of_many(self) -> &'static str {
        match self {
            Self::Holds => "hold",
            Self::HoldsInPart => "hold in part",
            Self::Waits => "wait",
            Self::NotApplicable => "do not apply",
        }
    }
}

/// Writes the page.
pub(crate) fn write() -> Result<()> {
    let page = current()?;
    fs::write(PAGE, page).map_err(|error| Failure::about(Path::new(PAGE), &error))
}

/// Fails where the page is not what the list and the tests say.
pub(crate) fn check() -> Result<()> {
    let written = fs::read_to_string(PAGE).map_err(|error| Failure::about(Path::new(PAGE), &error))?;
    if written == current()? { Ok(()) } else { Err(Failure::new(format!("{PAGE} is not up to date: run `cargo xtask clauses`"))) }
}

fn current() -> Result<String> {
    let text = fs::read_to_string(LIST).map_err(|error| Failure::about(Path::new(LIST), &error))?;
    let list: List = toml::from_str(&text).map_err(|error| Failure::about(Path::new(LIST), &error))?;
    let tests = find_tests()?;
    let problems = problems(&list.clause, &tests);
    if problems.is_empty() { Ok(page(&list.clause, &tests)) } else { Err(Failure::new(format!("{LIST}:\n{}", problems.join("\n")))) }
}

/// Looks into every file of tests that git knows or would add.
fn find_tests() -> Result<Tests> {
    let listed = capture(Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.rs", "*.ts"]))?;
    let mut tests = Tests::new();
    // xtask's own tests are about the names of tests.
    for path in listed.split('\0').filter(|path| !path.starts_with("xtask/")).map(Path::new).filter(|path| path.is_file()) {
        let content = fs::read_to_string(path).map_err(|error| Failure::about(path, &error))?;
        for name in content.lines().filter_map(test_name) {
            for number in numbers(name) {
                tests.entry(number).or_default().insert(Test { path: path.display().to_string(), name: name.to_owned() });
            }
        }
    }
    Ok(tests)
}

/// The name of the test that begins on this line: a function in Rust, a title in TypeScript.
fn test_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(title) = line.strip_prefix("test(") {
        let quote = title.chars().next().filter(|quote| ['\'', '"', '`'].contains(quote))?;
        return title.get(1..)?.split(quote).next();
    }
    let declaration = ["pub ", "async "].iter().fold(line, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    declaration.strip_prefix("fn ")?.split(['(', '<']).next()
}

/// The numbers with which a test's name begins: `c028_c029_…` in Rust, `c028 c029 …` in TypeScript.
fn numbers(name: &str) -> Vec<u16> {
    let words = name.split(['_', ' ']);
    let number = |word: &str| {
        let digits = word.strip_prefix('c')?;
        (digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit())).then(|| digits.parse().ok())?
    };
    words.map_while(number).collect()
}

fn problems(clauses: &[Clause], tests: &Tests) -> Vec<String> {
    let mut problems = Vec::new();
    for (clause, expected) in clauses.iter().zip(1..) {
        if clause.number != expected {
            problems.push(format!(
                "clause {} stands where {expected} is due: the numbers go up by one, and none is given twice",
                clause.number
            ));
        }
    }
    for clause in clauses {
        let (number, tested) = (clause.number, tests.contains_key(&clause.number));
        match (tested, &clause.waits, &clause.not_applicable) {
            (false, None, None) => problems.push(format!("clause {number} has neither a test nor a reason why not")),
            (true, _, Some(_)) => problems.push(format!("clause {number} is said not to apply, and has a test")),
            (false, Some(_), Some(_)) => problems.push(format!("clause {number} cannot both wait and not apply")),
            _ => {}
        }
    }
    let known: BTreeSet<u16> = clauses.iter().map(|clause| clause.number).collect();
    for (number, tests) in tests.iter().filter(|(number, _)| !known.contains(number)) {
        problems.extend(tests.iter().map(|test| format!("{} in {} is of clause {number}, which is not there", test.name, test.path)));
    }
    problems
}

fn state(clause: &Clause, tests: &Tests) -> State {
    match (tests.contains_key(&clause.number), &clause.waits) {
        (true, None) => State::Holds,
        (true, Some(_)) => State::HoldsInPart,
        (false, Some(_)) => State::Waits,
        (false, None) => State::NotApplicable,
    }
}

fn page(clauses: &[Clause], tests: &Tests) -> String {
    let mut page = String::from(
        "# Clauses\n\nWhat the standards ask of refresh tokens and of what surrounds them, and the tests that hold it. \
         Written by `cargo xtask clauses` from\n[clauses.toml](clauses.toml) and the names of the tests; do not edit it.\n",
    );
    let counts = State::ALL.map(|wanted| {
        let count = clauses.iter().filter(|clause| state(clause, tests) == wanted).count();
        format!("{count} {}", wanted.of_many())
    });
    let _ = writeln!(page, "\nOf {} clauses: {}.", clauses.len(), counts.join(", "));
    let mut standard = "";
    for clause in clauses {
        if clause.standard != standard {
            standard = &clause.standard;
            let _ = write!(page, "\n## {standard}\n\n| | § | clause | state | |\n|--:|---|---|---|---|\n");
        }
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            clause.number,
            clause.section,
            clause.says,
            state(clause, tests).words(),
            evidence(clause, tests)
        );
    }
    page
}

/// The tests, and the reason where there is one.
fn evidence(clause: &Clause, tests: &Tests) -> String {
    let held = tests.get(&clause.number).into_iter().flatten();
    let mut parts: Vec<_> = held.map(|test| format!("[{}](../{})", plain(&test.name), test.path)).collect();
    parts.extend([&clause.waits, &clause.not_applicable].into_iter().flatten().cloned());
    parts.join("<br>")
}

/// The sentence in a test's name, without the numbers.
fn plain(name: &str) -> String {
    name.split(['_', ' ']).skip(numbers(name).len()).collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(number: u16) -> Clause {
        let text = String::new;
        Clause { number, standard: text(), section: text(), says: text(), waits: None, not_applicable: None }
    }

    fn tested(numbers: &[u16]) -> Tests {
        let test = Test { path: "a.rs".to_owned(), name: "c001_it_holds".to_owned() };
        numbers.iter().map(|number| (*number, BTreeSet::from([test.clone()]))).collect()
    }

    #[test]
    fn a_test_is_found_in_both_languages_with_all_of_its_numbers() {
        let found = |line| test_name(line).map(numbers).unwrap_or_default();
        assert_eq!(found("    async fn c028_c029_an_old_token_ends_the_family() {"), [28, 29]);
        assert_eq!(found("fn c017_a_bit_is_changed(byte in 0..57_usize) {"), [17]);
        assert_eq!(found("pub async fn c105_one_successor<F: Fixture>(fixture: Arc<F>) {"), [105]);
        assert_eq!(found("test('c012 c008 GET is refused', async () => {"), [12, 8]);
        assert!(found("fn c1_is_no_number() {").is_empty());
        assert!(found("fn about_c017_and_others() {").is_empty());
        assert!(found("let c017_token = c017_make();").is_empty());
    }

    #[test]
    fn a_clause_without_test_and_reason_is_a_problem() {
        assert_eq!(problems(&[clause(1)], &tested(&[])), ["clause 1 has neither a test nor a reason why not"]);
        assert!(problems(&[clause(1)], &tested(&[1])).is_empty());
        assert!(problems(&[Clause { waits: Some("DPoP.".to_owned()), ..clause(1) }], &tested(&[])).is_empty());
    }

    #[test]
    fn a_test_of_an_unknown_clause_is_a_problem() {
        assert_eq!(problems(&[clause(1)], &tested(&[1, 7])), ["c001_it_holds in a.rs is of clause 7, which is not there"]);
    }

    #[test]
    fn what_does_not_apply_has_no_test_and_no_number_is_left_out() {
        let not = Clause { not_applicable: Some("No implicit grant.".to_owned()), ..clause(1) };
        assert_eq!(problems(&[not], &tested(&[1])), ["clause 1 is said not to apply, and has a test"]);
        assert_eq!(problems(&[clause(2)], &tested(&[2])).len(), 1);
    }

    #[test]
    fn the_page_says_how_each_clause_stands() {
        let clauses = [
            clause(1),
            Clause { waits: Some("DPoP.".to_owned()), ..clause(2) },
            Clause { waits: Some("A nonce.".to_owned()), ..clause(3) },
        ];
        let page = page(&clauses, &tested(&[1, 3]));
        assert!(page.contains("Of 3 clauses: 1 hold, 1 hold in part, 1 wait, 0 do not apply."), "{page}");
        assert!(page.contains("| 1 |  |  | holds | [it holds](../a.rs) |"), "{page}");
        assert!(page.contains("| 2 |  |  | waits | DPoP. |"), "{page}");
        assert!(page.contains("| 3 |  |  | holds in part | [it holds](../a.rs)<br>A nonce. |"), "{page}");
    }
}
