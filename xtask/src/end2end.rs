//! Playwright: a browser walks the console, real clients the protocol.

use std::{env, path::Path, process::Command};

use crate::{
    process::{Failure, Result, run, run_keeping},
    setup,
    site::{self, Profile, SITE},
    start,
};

const FOLDER: &str = "end2end";

/// Builds what it needs. Returns the runner's closing lines.
pub(crate) fn build_and_walk(arguments: &[String]) -> Result<Vec<String>> {
    println!("{}", site::build(Profile::Release)?);
    start::build_server(Profile::Debug)?;
    let mut closing = Vec::new();
    walk(arguments, &mut closing)?;
    Ok(closing)
}

/// With the debug server and the site as they stand.
pub(crate) fn walk(arguments: &[String], closing: &mut Vec<String>) -> Result<()> {
    let folder = Path::new(FOLDER);
    if !folder.join("package.json").is_file() {
        return Err(Failure::new("end2end/package.json does not exist: there is nothing to walk"));
    }
    setup::end2end_packages()?;
    let chromium = setup::chromium()?;
    setup::oidc_agent()?;
    setup::openssl()?;
    setup::apache()?;
    let (nginx, python) = (setup::nginx()?, setup::python_clients()?);
    let root = env::current_dir().map_err(|error| Failure::about(folder, &error))?;
    let path = setup::path_for_playwright()?;
    let tool = |name: &str| {
        let mut command = Command::new("node");
        command.arg(Path::new("node_modules").join(name)).current_dir(folder).env("PATH", &path);
        command
    };
    run(tool("typescript/bin/tsc").arg("--noEmit"))?;
    let mut playwright = tool("@playwright/test/cli.js");
    playwright
        .arg("test")
        .args(arguments)
        .env("REGRANT_BIN", root.join(start::server(Profile::Debug)))
        .env("REGRANT_SITE", root.join(SITE))
        .env("REGRANT_CHROMIUM", chromium)
        .env("REGRANT_NGINX", nginx)
        .env("REGRANT_PYTHON", python);
    run_keeping(&mut playwright, closes, closing)
}

/// Playwright's count at the end: `  12 passed (3.4s)`.
fn closes(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|count| count.parse::<u32>().is_ok())
        && words.next().is_some_and(|word| matches!(word, "passed" | "failed" | "flaky" | "skipped" | "interrupted" | "did"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runners_counts_are_recognised() {
        for line in ["  12 passed (3.4s)", "  1 failed", "  2 flaky", "  3 skipped", "  4 did not run"] {
            assert!(closes(line), "{line}");
        }
        for line in ["Running 12 tests using 2 workers", "  ✓  1 [hydrated] › tests/a.spec.ts:3:1 › passed (1.2s)", ""] {
            assert!(!closes(line), "{line}");
        }
    }
}
