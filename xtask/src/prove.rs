//! The proofs that take long: every order of events on paper, and real processes that race, lose answers and are killed.

use crate::{
    postgres::{Postgres, Version},
    process::{Result, cargo, run_keeping},
    setup,
};

/// What a proof says of itself begins so: `proved | what | on what | how often | what was seen`.
const MARK: &str = "proved | ";

pub(crate) fn prove(version: Version, trials: u32, release: bool) -> Result<()> {
    if let Err(failure) = setup::pgbouncer() {
        println!("pgbouncer's proofs are skipped: {failure}");
    }
    let postgres = Postgres::start(version)?;
    let mut lines = Vec::new();
    let mut outcome = Ok(());
    for (package, test) in [("engine", "model"), ("server", "processes")] {
        let mut command = cargo();
        command.args(["test", "--package", package, "--test", test]);
        if release {
            command.arg("--release");
        }
        command.args(["--", "--nocapture"]);
        postgres.tell(&mut command);
        command.env("REGRANT_TRIALS", trials.to_string());
        outcome = outcome.and(run_keeping(&mut command, |line| line.contains(MARK), &mut lines));
    }
    outcome = outcome.and(walk_of_grants(trials, &mut lines));
    outcome = outcome.and(contract_of_a_distributed_engine(&postgres, &mut lines));
    println!("\n{}", table(&lines));
    outcome
}

/// Administrators who try to hold more than they held at first, ten steps a trial.
fn walk_of_grants(trials: u32, lines: &mut Vec<String>) -> Result<()> {
    let mut command = cargo();
    command.args(["test", "--package", "control", "--test", "use_cases", "a_walk_of_grants", "--", "--nocapture"]);
    command.env("REGRANT_TEST_STEPS", trials.saturating_mul(10).to_string());
    run_keeping(&mut command, |line| line.contains(MARK), lines)
}

/// The engine's contract with its storage, where each statement may be ended by 40001 and what distributed engines lack is refused.
fn contract_of_a_distributed_engine(postgres: &Postgres, lines: &mut Vec<String>) -> Result<()> {
    let (mut command, mut closing) = (cargo(), Vec::new());
    command.args(["test", "--package", "store", "--test", "contract", "postgres::"]).env("REGRANT_TEST_PROFILE", "distributed");
    postgres.tell(&mut command);
    let outcome = run_keeping(&mut command, |line| line.starts_with("test result: "), &mut closing);
    let seen = closing.iter().filter_map(|line| line.split(';').next()).filter_map(|line| line.strip_prefix("test result: "));
    lines.extend(seen.map(|seen| format!("{MARK}the storage's contract, as a distributed engine | PostgreSQL | 1 | {seen}")));
    outcome
}

/// The lines, column under column.
fn table(lines: &[String]) -> String {
    let head = ["proof", "on", "trials", "seen"].map(str::to_owned).to_vec();
    let said = lines.iter().filter_map(|line| line.split_once(MARK));
    let mut rows: Vec<Vec<String>> = said.map(|(_, said)| said.splitn(4, " | ").map(|cell| cell.trim().to_owned()).collect()).collect();
    rows.sort();
    rows.insert(0, head);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..4).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_proved_stands_column_under_column() {
        let lines = ["test a ... proved | race | SQLite | 10 | 1 successor", "proved | loss | PostgreSQL | 1000 | none | of them"];
        let table = table(&lines.map(str::to_owned));
        assert_eq!(
            table,
            "proof  on          trials  seen\nloss   PostgreSQL  1000    none | of them\nrace   SQLite      10      1 successor"
        );
    }
}
