//! What a run found: a table for people, and JSON for programs, against which a later run is held.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::{Deserialize, Serialize};

use crate::{check::Asks, error::Error, verdict::Outcome};

/// The report of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// What the server is called.
    pub name: String,
    /// The issuer.
    pub issuer: String,
    /// The day, as `2026-11-28`.
    pub day: String,
    /// How long the run took, in seconds.
    pub seconds: u64,
    /// How refresh tokens are replaced, in words.
    pub rotation: Vec<String>,
    /// What each check came to.
    pub results: Vec<Checked>,
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The title of its group.
    pub group: String,
    /// Its name.
    pub name: String,
    /// The section of the standard, or what it is taken from.
    pub source: String,
    /// Who asks.
    pub asks: Asks,
    /// What was to hold.
    pub claim: String,
    /// What it came to.
    pub result: Outcome,
    /// What was seen, in a sentence.
    pub seen: String,
}

/// What a run is expected to find: another report, or what was written in its form. Of each result the name and the outcome count.
#[derive(Debug, Clone, Deserialize)]
pub struct Expectation {
    results: Vec<Expected>,
}

#[derive(Debug, Clone, Deserialize)]
struct Expected {
    name: String,
    result: Outcome,
}

impl Checked {
    /// Returns the result in a line.
    pub fn line(&self) -> String {
        format!("{:11}  {}: {}", self.result.word(), self.name, self.seen)
    }
}

impl Report {
    /// Returns how many checks came to each outcome, in words.
    pub fn summary(&self) -> String {
        let counted = |outcome: Outcome| self.results.iter().filter(|checked| checked.result == outcome).count();
        let parts = Outcome::ALL.map(|outcome| format!("{} {}", counted(outcome), outcome.word()));
        format!("{} checks: {}", self.results.len(), parts.join(", "))
    }

    /// Returns the table for the terminal, group by group.
    pub fn table(&self) -> String {
        let mut table = format!("{} ({})\n", self.name, self.issuer);
        for line in &self.rotation {
            let _ = writeln!(table, "{line}");
        }
        let width = |text: fn(&Checked) -> &str| self.results.iter().map(|checked| text(checked).chars().count()).max().unwrap_or_default();
        let (names, sources) = (width(|checked| checked.name.as_str()), width(|checked| checked.source.as_str()));
        let mut group = "";
        for checked in &self.results {
            if group != checked.group {
                group = &checked.group;
                let _ = writeln!(table, "\n{group}");
            }
            let Checked { name, source, asks, result, seen, .. } = checked;
            let _ = writeln!(table, "  {:11}  {name:names$}  {:6}  {source:sources$}  {seen}", result.word(), asks.word());
        }
        let _ = write!(table, "\n{}, in {} s", self.summary(), self.seconds);
        table
    }

    /// Returns the report as JSON.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map_err(Error::other)
    }

    /// Reads a report.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(Error::other)
    }

    /// Returns a sentence for each difference from what is expected. What was not asked for this time does not count.
    pub fn differences(&self, expectation: &Expectation) -> Vec<String> {
        let expected: BTreeMap<&str, Outcome> =
            expectation.results.iter().map(|expected| (expected.name.as_str(), expected.result)).collect();
        let differing = self.results.iter().filter_map(|checked| {
            let (name, found) = (&checked.name, checked.result.word());
            match expected.get(name.as_str()) {
                Some(outcome) if *outcome == checked.result => None,
                Some(outcome) => Some(format!("{name}: {found} in place of {} ({})", outcome.word(), checked.seen)),
                None => Some(format!("{name}: {found}, and nothing is expected of it")),
            }
        });
        differing.collect()
    }
}

impl Expectation {
    /// Reads what is expected.
    ///
    /// # Errors
    /// It is no report, and nothing in its form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(results: &[(&str, Outcome)]) -> Report {
        let checked = |(name, result): &(&str, Outcome)| Checked {
            group: "Refreshing".to_owned(),
            name: (*name).to_owned(),
            source: "RFC 6749 §6".to_owned(),
            asks: Asks::Must,
            claim: "it works".to_owned(),
            result: *result,
            seen: "3 of 3".to_owned(),
        };
        Report {
            name: "A".to_owned(),
            issuer: "https://a.example.com".to_owned(),
            day: "2026-11-28".to_owned(),
            seconds: 3,
            rotation: vec!["refresh tokens are not replaced".to_owned()],
            results: results.iter().map(checked).collect(),
        }
    }

    #[test]
    fn a_table_has_its_columns_below_each_other() {
        let table = report(&[("one", Outcome::Holds), ("another", Outcome::NotTried)]).table();
        assert_eq!(
            table,
            "A (https://a.example.com)\nrefresh tokens are not replaced\n\nRefreshing\n  holds        one      must    RFC 6749 §6  3 of 3\n  \
             not tried    another  must    RFC 6749 §6  3 of 3\n\n2 checks: 1 holds, 0 fails, 0 not offered, 1 not tried, in 3 s"
        );
    }

    #[test]
    fn a_report_is_what_the_next_is_held_against() {
        let earlier = report(&[("one", Outcome::Holds), ("another", Outcome::Holds)]);
        let expectation = Expectation::parse(&earlier.json().unwrap()).unwrap();
        assert!(earlier.differences(&expectation).is_empty());
        assert!(report(&[("one", Outcome::Holds)]).differences(&expectation).is_empty(), "the other was not asked for");
        let later = report(&[("one", Outcome::Fails), ("third", Outcome::Holds)]);
        assert_eq!(
            later.differences(&expectation),
            ["one: fails in place of holds (3 of 3)", "third: holds, and nothing is expected of it"]
        );
        assert_eq!(Report::parse(&later.json().unwrap()).unwrap().results, later.results);
    }
}
