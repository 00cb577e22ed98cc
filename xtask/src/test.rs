//! Everything a change must pass, in the order in which failures are cheapest, ending at the first.

mod beside;

use std::{env, time::Instant};

use self::beside::{Beside, Call};
use crate::{
    check, deps, end2end,
    postgres::{Postgres, Version},
    process::{Failure, Result, cargo, run_keeping},
    setup,
};

type Step = (&'static str, fn(&mut Run) -> Result<()>);

/// What the steps of one run have in common.
#[derive(Default)]
struct Run {
    /// What the test runners say at their end.
    closing: Vec<String>,
    beside: Option<Beside>,
}

impl Run {
    /// Ends the next of the steps that run beside the tests.
    fn next_beside(&self) -> Result<()> {
        self.beside.as_ref().map_or_else(|| Err(Failure::new("the tests have not begun")), Beside::next)
    }
}

/// What runs beside the tests, in this order, which is that of [`STEPS`].
const BESIDE: &[Call] = &[&["size"], &["doc"], &["fuzz", "--seconds", "10"]];

const STEPS: [Step; 11] = [
    ("setup", |_| setup::everything()),
    ("fmt", |_| check::fmt()),
    ("deps", |_| deps::check()),
    ("lint", |_| check::lint()),
    ("lint-wasm", |_| check::lint_wasm()),
    ("wasm-tree", |_| check::wasm_tree()),
    ("test", |run| {
        build_all()?;
        run.beside = Some(Beside::begin(BESIDE));
        cargo_test(Version::Installed, &[], &mut run.closing)
    }),
    ("size", |run| run.next_beside()),
    ("doc", |run| run.next_beside()),
    ("fuzz", |run| run.next_beside()),
    ("e2e", |run| end2end::walk(&[], &mut run.closing)),
];

pub(crate) fn everything() -> Result<()> {
    let mut steps = STEPS.to_vec();
    if env::var_os("CI").is_some() {
        steps.push(("clean-tree", |_| check::clean_tree()));
    }
    let names: Vec<&str> = steps.iter().map(|(name, _)| *name).collect();
    println!("Runs the steps {}, and ends at the first failure.", names.join(", "));
    let mut run = Run::default();
    let mut times = Vec::new();
    let began = Instant::now();
    let mut outcome = Ok(());
    for (name, step) in steps {
        println!("\n── {name}");
        let step_began = Instant::now();
        outcome = step(&mut run).map_err(|failure| Failure::new(format!("step {name} failed: {failure}")));
        times.push(format!("{name} {:.1} s", step_began.elapsed().as_secs_f32()));
        if outcome.is_err() {
            break;
        }
    }
    println!("\n── {:.0} s: {}", began.elapsed().as_secs_f32(), times.join(", "));
    // What the test runners themselves said, at the end where it is looked for.
    for line in &run.closing {
        println!("{line}");
    }
    outcome
}

pub(crate) fn package(version: Version, package: &str, arguments: &[String]) -> Result<()> {
    let mut words = vec!["--package", package];
    words.extend(arguments.iter().map(String::as_str));
    cargo_test(version, &words, &mut Vec::new())
}

/// The very units that `cargo test` builds, and with them the server's binary for the browser's walks: one build for both.
fn build_all() -> Result<()> {
    crate::process::run(cargo().args(["build", "--all-targets"]))
}

fn cargo_test(version: Version, arguments: &[&str], closing: &mut Vec<String>) -> Result<()> {
    let postgres = Postgres::start(version)?;
    let mut command = cargo();
    command.arg("test").args(arguments);
    postgres.tell(&mut command);
    run_keeping(&mut command, closes, closing)
}

/// The line with which libtest ends, unless there was nothing to test.
fn closes(line: &str) -> bool {
    line.starts_with("test result: ") && !line.contains(" 0 passed; 0 failed; 0 ignored;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runners_closing_lines_are_recognised_unless_they_say_nothing() {
        assert!(closes("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s"));
        assert!(closes("test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s"));
        assert!(!closes("test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s"));
        assert!(!closes("test settings::tests::result ... ok"));
    }
}
