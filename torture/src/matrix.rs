//! The page that compares reports: docs/torture.md.

use std::fmt::Write as _;

use crate::{
    report::{Checked, Report},
    verdict::Outcome,
};

/// What the page begins with.
const HEAD: &str = "\
# The torture matrix

What authorization servers do with refresh tokens when things go wrong: many refreshes at once, answers that are lost, tokens that come back, revocations under way, requests that are wrong.
Written by `cargo xtask torture --matrix`, which starts each server, runs [the same checks](../torture/README.md) at all of them over HTTP, and writes down what it saw. Nothing on this page is typed by hand.

Anybody can repeat it, at any server: `cargo xtask torture --issuer URL …` needs an issuer, two clients and a user, and knows nothing of Regrant.

How to read it:

- *must* and *should* are the words of the standard in the column *source*. A dash is what no standard asks: there the reason is what users feel of it, and a server may well decide otherwise.
- *holds* and *fails* are about the sentence in the first column, and what was seen stands beside it. *Not offered*: the server does not have what the check is about, as it is set up here. *Not tried*: the runner could not try it, and why.
- A server that does not replace refresh tokens of clients that authenticate needs no answer to many questions of this page. The standards leave that open (RFC 9700 §4.14.2), and FAPI 2.0 prefers it.
- Modules of the OpenID Foundation's suites are re-expressed here by what their descriptions say, and have their names. Nothing on this page is a certification.
- One run is no proof of what happens in a thousand. [Proofs](proofs.md) are about that, for Regrant alone.
";

/// Returns the page.
pub fn page(reports: &[Report], setup: &str) -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## Servers\n\n");
    let paragraphs: Vec<&str> = setup.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect();
    for (place, report) in reports.iter().enumerate() {
        let rotation = report.rotation.join("; ");
        let said = paragraphs.get(place).map(|paragraph| format!(" {}", paragraph.replace('\n', " "))).unwrap_or_default();
        let _ = writeln!(page, "- **{}**, on {}, in {} s.{said} Seen: {rotation}.", report.name, report.day, report.seconds);
    }
    page.push_str("\n## In figures\n\n");
    let columns = Outcome::ALL.map(Outcome::word).join(" | ");
    let _ = writeln!(page, "| server | checks | {columns} |\n|---|--:|--:|--:|--:|--:|");
    for report in reports {
        let counts = Outcome::ALL.map(|outcome| report.results.iter().filter(|checked| checked.result == outcome).count().to_string());
        let _ = writeln!(page, "| {} | {} | {} |", report.name, report.results.len(), counts.join(" | "));
    }
    for group in groups(reports) {
        page.push_str(&table(group, reports));
    }
    page
}

/// Returns the titles of the groups, in the order of the reports.
fn groups(reports: &[Report]) -> Vec<&str> {
    let mut groups: Vec<&str> = Vec::new();
    for checked in reports.iter().flat_map(|report| &report.results) {
        if !groups.contains(&checked.group.as_str()) {
            groups.push(&checked.group);
        }
    }
    groups
}

/// Returns the table of a group: a row for each check, a column for each server.
fn table(group: &str, reports: &[Report]) -> String {
    let names: Vec<String> = reports.iter().map(|report| cell(&report.name)).collect();
    let mut table =
        format!("\n## {group}\n\n| check | source | | {} |\n|---|---|---|{}\n", names.join(" | "), "---|".repeat(reports.len()));
    let mut told: Vec<&str> = Vec::new();
    for checked in reports.iter().flat_map(|report| &report.results).filter(|checked| checked.group == group) {
        if told.contains(&checked.name.as_str()) {
            continue;
        }
        told.push(&checked.name);
        let of = |report: &Report| report.results.iter().find(|other| other.name == checked.name).map_or_else(String::new, outcome);
        let outcomes: Vec<String> = reports.iter().map(of).collect();
        let Checked { name, claim, source, asks, .. } = checked;
        let _ = writeln!(table, "| `{name}`: {} | {} | {} | {} |", cell(claim), cell(source), asks.word(), outcomes.join(" | "));
    }
    table
}

/// Returns what a check came to at one server.
fn outcome(checked: &Checked) -> String {
    let word = checked.result.word();
    let word = if checked.result == Outcome::Fails { format!("**{word}**") } else { word.to_owned() };
    format!("{word}: {}", cell(&checked.seen))
}

/// Returns a text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use crate::check::Asks;

    use super::*;

    fn report(name: &str, result: Outcome) -> Report {
        let checked = Checked {
            group: "Races".to_owned(),
            name: "race-of-2".to_owned(),
            source: "RFC 9700 §4.14.2".to_owned(),
            asks: Asks::Should,
            claim: "one successor".to_owned(),
            result,
            seen: "1 | 2".to_owned(),
        };
        let rotation = vec!["replaced at each use".to_owned()];
        Report { name: name.to_owned(), issuer: String::new(), day: "2026-11-28".to_owned(), seconds: 9, rotation, results: vec![checked] }
    }

    #[test]
    fn a_page_has_a_row_for_each_check_and_a_column_for_each_server() {
        let page = page(&[report("A", Outcome::Holds), report("B", Outcome::Fails)], "As it\nis.\n\nTurned on.\n");
        assert!(page.contains("- **A**, on 2026-11-28, in 9 s. As it is. Seen: replaced at each use.\n- **B**"), "{page}");
        assert!(page.contains("| A | 1 | 1 | 0 | 0 | 0 |\n| B | 1 | 0 | 1 | 0 | 0 |\n"), "{page}");
        let table = "## Races\n\n| check | source | | A | B |\n|---|---|---|---|---|\n\
                     | `race-of-2`: one successor | RFC 9700 §4.14.2 | should | holds: 1 \\| 2 | **fails**: 1 \\| 2 |\n";
        assert!(page.ends_with(table), "{page}");
    }
}
