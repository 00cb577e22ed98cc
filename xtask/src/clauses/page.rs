//! The page that says how each clause stands: docs/clauses.md.

use std::fmt::Write as _;

use super::{evidence::Evidence, list::Clause};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Holds,
    HoldsInPart,
    Waits,
    NotApplicable,
}

impl State {
    const ALL: [Self; 4] = [Self::Holds, Self::HoldsInPart, Self::Waits, Self::NotApplicable];

    fn of(clause: &Clause, evidence: &Evidence) -> Self {
        match (evidence.holds(clause.number), &clause.waits) {
            (true, None) => Self::Holds,
            (true, Some(_)) => Self::HoldsInPart,
            (false, Some(_)) => Self::Waits,
            (false, None) => Self::NotApplicable,
        }
    }

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

pub(crate) fn page(clauses: &[Clause], evidence: &Evidence) -> String {
    let mut page = String::from(
        "# Clauses\n\nWhat the standards ask of refresh tokens and of what surrounds them, and the tests that hold it. \
         Written by `cargo xtask clauses` from\n[clauses.toml](clauses.toml) and the lines `Clauses: …` above the tests; do not edit it.\n",
    );
    let counts = State::ALL.map(|wanted| {
        let count = clauses.iter().filter(|clause| State::of(clause, evidence) == wanted).count();
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
            State::of(clause, evidence).words(),
            reasons(clause, evidence)
        );
    }
    page
}

/// The tests, and what the list says where it says something.
fn reasons(clause: &Clause, evidence: &Evidence) -> String {
    let mut parts: Vec<_> = evidence.of(clause.number).map(|test| format!("[{}](../{})", sentence(&test.name), test.path)).collect();
    parts.extend([&clause.waits, &clause.not_applicable].into_iter().flatten().cloned());
    parts.join("<br>")
}

/// A test's name as a sentence that can stand in a table.
fn sentence(name: &str) -> String {
    name.replace('_', " ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_how_each_clause_stands() {
        let mut evidence = Evidence::default();
        assert!(evidence.read("a.rs", "/// Clauses: 1, 3.\nfn it_holds() {}\n").is_empty());
        let clauses = [
            Clause::numbered(1),
            Clause { waits: Some("DPoP.".to_owned()), ..Clause::numbered(2) },
            Clause { waits: Some("A nonce.".to_owned()), ..Clause::numbered(3) },
        ];
        let page = page(&clauses, &evidence);
        assert!(page.contains("Of 3 clauses: 1 hold, 1 hold in part, 1 wait, 0 do not apply."), "{page}");
        assert!(page.contains("| 1 |  |  | holds | [it holds](../a.rs) |"), "{page}");
        assert!(page.contains("| 2 |  |  | waits | DPoP. |"), "{page}");
        assert!(page.contains("| 3 |  |  | holds in part | [it holds](../a.rs)<br>A nonce. |"), "{page}");
    }
}
