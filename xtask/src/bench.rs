//! The benchmark: programs are built, PostgreSQL is started, and `regrant-bench` does the rest.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    postgres::Postgres,
    postgresql_18,
    process::{Failure, Result, cargo, run},
    setup,
};

/// Settings of PostgreSQL for a server of this size. What decides how durable a commit is stays as it is by default (`fsync`,
/// `synchronous_commit`), and so does everything else.
const SETTINGS: [&str; 5] =
    ["shared_buffers=1GB", "max_connections=400", "max_wal_size=8GB", "checkpoint_timeout=15min", "wal_compression=lz4"];
/// Where databases, logs and results go.
const FOLDER: &str = "target/bench";
/// What is measured unless another command of `regrant-bench` is named.
const MEASURE: &str = "measure";

pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let (with_18, arguments) = asks_for_18(arguments);
    build()?;
    let mut bench = Command::new(program("regrant-bench")?);
    let (command, rest) = command(&arguments);
    bench.arg(command);
    if command == "seed" {
        return run(bench.args(rest));
    }
    fs::create_dir_all(FOLDER).map_err(|error| Failure::about(Path::new(FOLDER), &error))?;
    let programs = setup::postgresql()?;
    let mut servers = vec![Postgres::start_with(&programs, &SETTINGS)?];
    if with_18 {
        servers.push(Postgres::start_with(&postgresql_18::programs()?, &SETTINGS)?);
    }
    bench.arg("--server").arg(program("regrant")?).arg("--postgres-programs").arg(&programs).arg("--folder").arg(absolute(FOLDER)?);
    for server in &servers {
        bench.args(["--postgres", &server.url()]);
    }
    if command == MEASURE {
        bench.arg("--oidc-provider").arg(oidc_provider()?);
        bench.arg("--results").arg(Path::new(FOLDER).join("results.json"));
        if !rest.iter().any(|word| word == "--report") {
            bench.args(["--report", "docs/performance.md"]);
        }
    }
    run(bench.args(rest))
}

/// Splits the arguments into the command and what follows it.
fn command(arguments: &[String]) -> (&str, &[String]) {
    match arguments.split_first() {
        Some((first, rest)) if !first.starts_with('-') => (first, rest),
        _ => (MEASURE, arguments),
    }
}

/// Takes `--postgres 18` out of the arguments, and returns whether it was there.
fn asks_for_18(arguments: &[String]) -> (bool, Vec<String>) {
    let at = arguments.windows(2).position(|pair| matches!(pair, [name, value] if name == "--postgres" && value == "18"));
    let kept = arguments.iter().enumerate().filter(|(nth, _)| at.is_none_or(|at| *nth != at && *nth != at + 1));
    (at.is_some(), kept.map(|(_, word)| word.clone()).collect())
}

/// Builds the server as it is shipped, and the benchmark of the same crates. The console's WASM is not needed.
fn build() -> Result<()> {
    run(cargo().args(["build", "--release", "--package", "server", "--package", "bench"]))
}

/// Installs oidc-provider, by its lock file.
fn oidc_provider() -> Result<PathBuf> {
    let folder = absolute("bench/peers/oidc-provider")?;
    setup::npm_packages(&folder, "oidc-provider")?;
    Ok(folder)
}

fn program(name: &str) -> Result<PathBuf> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    absolute(target.join("release").join(name))
}

fn absolute(path: impl AsRef<Path>) -> Result<PathBuf> {
    let path = path.as_ref();
    path.canonicalize().map_err(|error| Failure::about(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_command_is_to_measure_unless_another_is_named() {
        assert_eq!(command(&words("--full")), (MEASURE, &words("--full")[..]));
        assert_eq!(command(&words("soak --minutes 5")), ("soak", &words("--minutes 5")[..]));
        assert_eq!(command(&[]), (MEASURE, &[][..]));
    }

    #[test]
    fn another_postgresql_is_asked_for_by_its_version() {
        assert_eq!(asks_for_18(&words("--full --postgres 18 --seconds 3")), (true, words("--full --seconds 3")));
        assert_eq!(asks_for_18(&words("--postgres postgres://x --full")), (false, words("--postgres postgres://x --full")));
    }
}
