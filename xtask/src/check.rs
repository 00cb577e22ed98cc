//! The steps that look at the code and at what is built from it.

use crate::{
    clauses, documents, guard, imports,
    process::{Failure, Result, capture, cargo, run},
    setup,
    site::{self, Profile},
};

/// Brotli bytes of WASM that a first visit to the console may cost: what it does cost, with some room. A page adds nothing to it.
const WASM_BUDGET: u64 = 240_000;

/// The server's side of the house, which must not be compiled into what the browser loads.
const SERVER_ONLY: [&str; 14] = [
    "admin_api",
    "axum",
    "cli",
    "configuration",
    "control",
    "engine",
    "foundation",
    "hyper",
    "mio",
    "sea-orm",
    "sqlx",
    "store",
    "tokio",
    "translation",
];

const WASM_ENTRY: [&str; 4] = ["--package", "frontend", "--target", "wasm32-unknown-unknown"];

pub(crate) fn fmt() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    run(cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
}

pub(crate) fn lint() -> Result<()> {
    guard::check()?;
    imports::check()?;
    clauses::check()?;
    documents::check()?;
    run(cargo().args(["clippy", "--all-targets", "--", "-D", "warnings"]))
}

pub(crate) fn lint_wasm() -> Result<()> {
    setup::wasm_target()?;
    run(cargo().arg("clippy").args(WASM_ENTRY).args(["--", "-D", "warnings"]))
}

pub(crate) fn wasm_tree() -> Result<()> {
    let tree = capture(cargo().arg("tree").args(WASM_ENTRY).args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]))?;
    let intruders = intruders(&tree);
    if intruders.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("the WASM would hold {}; `cargo tree -i` with `-p frontend` shows the way in", intruders.join(", "))))
}

/// From the lines `name vVERSION …` of a tree.
fn intruders(tree: &str) -> Vec<&'static str> {
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    SERVER_ONLY.into_iter().filter(|name| names.contains(name)).collect()
}

pub(crate) fn doc() -> Result<()> {
    run(cargo().args(["doc", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

pub(crate) fn size() -> Result<()> {
    let sizes = site::build(Profile::Release)?;
    println!("{sizes}");
    within_budget(sizes.brotli)
}

fn within_budget(brotli: Option<u64>) -> Result<()> {
    match brotli {
        Some(bytes) if bytes <= WASM_BUDGET => Ok(()),
        Some(bytes) => Err(Failure::new(format!("console.wasm is {bytes} bytes in brotli; the budget is {WASM_BUDGET}"))),
        None => Err(Failure::new("console.wasm has no brotli copy")),
    }
}

/// A test or a build that leaves something behind makes the next one a different one.
pub(crate) fn clean_tree() -> Result<()> {
    let changes = capture(std::process::Command::new("git").args(["status", "--porcelain"]))?;
    if changes.is_empty() { Ok(()) } else { Err(Failure::new(format!("the steps left changes behind:\n{}", changes.trim_end()))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_crate_in_the_wasm_is_named_and_a_namesake_is_not() {
        let tree =
            "frontend v0.1.0 (/regrant/frontend)\ndomain v0.1.0 (/regrant/domain)\ntokio-macros v2.5.0\nstore v0.1.0 (/regrant/store)\n";
        assert_eq!(intruders(tree), ["store"]);
    }

    #[test]
    fn the_budget_holds_up_to_its_last_byte() {
        assert!(within_budget(Some(WASM_BUDGET)).is_ok());
        assert!(within_budget(Some(WASM_BUDGET + 1)).is_err());
        assert!(within_budget(None).is_err());
    }
}
