//! What the standards ask, and which test holds it: docs/clauses.md, written from docs/clauses.toml and the tests.

mod evidence;
mod list;
mod page;

use std::{collections::BTreeSet, fs, path::Path};

use crate::process::{Failure, Result};

use evidence::Evidence;
use list::{Clause, List};

const LIST: &str = "docs/clauses.toml";
const PAGE: &str = "docs/clauses.md";

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
    let evidence = Evidence::collect()?;
    let problems = problems(&list.clause, &evidence);
    if problems.is_empty() {
        Ok(page::page(&list.clause, &evidence))
    } else {
        Err(Failure::new(format!("{LIST}:\n{}", problems.join("\n"))))
    }
}

fn problems(clauses: &[Clause], evidence: &Evidence) -> Vec<String> {
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
        let (number, tested) = (clause.number, evidence.holds(clause.number));
        match (tested, &clause.waits, &clause.not_applicable) {
            (false, None, None) => problems.push(format!("clause {number} has neither a test nor a reason why not")),
            (true, _, Some(_)) => problems.push(format!("clause {number} is said not to apply, and has a test")),
            (false, Some(_), Some(_)) => problems.push(format!("clause {number} cannot both wait and not apply")),
            _ => {}
        }
    }
    let known: BTreeSet<u16> = clauses.iter().map(|clause| clause.number).collect();
    for (number, tests) in evidence.clauses().filter(|(number, _)| !known.contains(number)) {
        problems.extend(tests.iter().map(|test| format!("{} in {} names clause {number}, which does not exist", test.name, test.path)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tested(numbers: &[u16]) -> Evidence {
        let mut evidence = Evidence::default();
        for number in numbers {
            assert!(evidence.read("a.rs", &format!("/// Clauses: {number}.\nfn it_holds() {{}}\n")).is_empty());
        }
        evidence
    }

    #[test]
    fn a_clause_without_test_and_reason_is_a_problem() {
        assert_eq!(problems(&[Clause::numbered(1)], &tested(&[])), ["clause 1 has neither a test nor a reason why not"]);
        assert!(problems(&[Clause::numbered(1)], &tested(&[1])).is_empty());
        assert!(problems(&[Clause { waits: Some("DPoP.".to_owned()), ..Clause::numbered(1) }], &tested(&[])).is_empty());
    }

    #[test]
    fn a_test_of_an_unknown_clause_is_a_problem() {
        assert_eq!(problems(&[Clause::numbered(1)], &tested(&[1, 7])), ["it_holds in a.rs names clause 7, which does not exist"]);
    }

    #[test]
    fn what_does_not_apply_has_no_test_and_no_number_is_left_out() {
        let not = Clause { not_applicable: Some("No implicit grant.".to_owned()), ..Clause::numbered(1) };
        assert_eq!(problems(&[not], &tested(&[1])), ["clause 1 is said not to apply, and has a test"]);
        assert_eq!(problems(&[Clause::numbered(2)], &tested(&[2])).len(), 1);
    }
}
