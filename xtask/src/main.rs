//! Build, start, test: the commands of the README. Each step of the whole test is a command of its own, under the same name.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "talks to the person at the terminal")]

mod bench;
mod check;
mod clauses;
mod deploy;
mod deps;
mod documents;
mod end2end;
mod fuzz;
mod guard;
mod imports;
mod postgres;
mod postgresql_18;
mod process;
mod prove;
mod schemathesis;
mod setup;
mod site;
mod start;
mod supervise;
mod test;
mod torture;
mod watch;

use std::{env, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    postgres::Version,
    process::{Failure, Result},
    site::Profile,
};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Build, start and test Regrant", disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and run the server with its demonstration
    Start {
        /// Handed to `regrant demo`, e.g. `--listen 127.0.0.1:9000`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run a debug build; build and restart it on every change
    Watch {
        /// Handed to `regrant demo`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build what a node needs: the server and what the browser loads, in target/deploy
    Build {
        /// Quick to build, large to load: no wasm-opt, no compressed copies
        #[arg(long, conflicts_with = "release")]
        debug: bool,
        /// The default
        #[arg(long)]
        release: bool,
    },
    /// Everything a change must pass; with a crate's name, that crate's tests alone
    Test {
        /// On PostgreSQL 18, which is downloaded; before the crate's name
        #[arg(long, requires = "package")]
        postgresql_18: bool,
        /// A crate's name, or `end2end`
        #[arg(value_name = "CRATE")]
        package: Option<String>,
        /// Handed to the test runner, e.g. part of a test's name
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Install what building and testing need and this machine lacks
    Setup,
    /// Write docs/clauses.md: what the standards ask, and the tests that hold it
    Clauses {
        /// Only say whether it is up to date
        #[arg(long)]
        check: bool,
    },
    /// Races, lost answers, killed servers and thieves, many times over, with a table of what was seen
    Prove {
        /// How often each is tried
        #[arg(long, default_value_t = 1000)]
        trials: u32,
        /// With the program as it is shipped; building it takes a while
        #[arg(long)]
        release: bool,
        /// On PostgreSQL 18, which is downloaded
        #[arg(long)]
        postgresql_18: bool,
    },
    /// Measure Regrant, the database below it, and another server, and write docs/performance.md
    Bench {
        /// Handed to `regrant-bench`, e.g. `--full`, `--only refresh,bare`; or `seed`, `soak`, `pages` with their own
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Ask any authorization server what it does with refresh tokens
    Torture {
        /// A server that is started for it, in place of an issuer; before the rest
        #[arg(long, value_enum)]
        peer: Option<torture::Peer>,
        /// Start all of these servers one after the other, and write docs/torture.md
        #[arg(long, conflicts_with = "peer")]
        matrix: bool,
        /// Handed to `regrant-torture run`, e.g. `--issuer https://id.example.com --client shop:secret`; or `--slow`, `--only races`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Fuzz what is read from strangers
    Fuzz {
        /// Its name; all of them are run where none is given
        target: Option<String>,
        /// How long each is fuzzed
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Keep new inputs that reach new code in fuzz/corpus
        #[arg(long)]
        keep: bool,
    },
    /// Schemathesis at the admin API: no fault of the server, answers as described, and no change by an auditor
    Schemathesis {
        /// How many requests are sent to each operation
        #[arg(long, default_value_t = 30)]
        examples: u32,
    },
    /// Check the formatting
    Fmt,
    /// Clippy on every crate but the WASM entry, and this repository's own rules
    Lint,
    /// Check that the dependencies are used, come from crates.io, and have licences that we take
    Deps,
    /// Check that no two files import each other, and no page another page
    Imports {
        /// The crates to look at; all of them where none is given
        crates: Vec<String>,
    },
    /// Clippy on the WASM entry
    LintWasm,
    /// Check that nothing of the server is compiled into the WASM
    WasmTree,
    /// Build the documentation; a warning is an error
    Doc,
    /// Build the site and check the size of its WASM
    Size,
    /// The browser's and real clients' walks
    E2e {
        /// Handed to `playwright test`, e.g. part of a file's name
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    match repository().and_then(|()| run(CommandLine::parse().command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Start { arguments } => start::start(&arguments),
        Command::Watch { arguments } => watch::watch(&arguments),
        Command::Build { debug: true, .. } => start::build(Profile::Debug),
        Command::Build { .. } => start::build(Profile::Release).and_then(|()| deploy::gather()),
        Command::Test { package: None, .. } => test::everything(),
        Command::Test { package: Some(package), arguments, .. } if package == "end2end" => end2end::build_and_walk(&arguments).map(drop),
        Command::Test { postgresql_18, package: Some(package), arguments } => test::package(version(postgresql_18), &package, &arguments),
        Command::Setup => setup::everything(),
        Command::Clauses { check: false } => clauses::write(),
        Command::Clauses { check: true } => clauses::check(),
        Command::Prove { trials, release, postgresql_18 } => prove::prove(version(postgresql_18), trials, release),
        Command::Bench { arguments } => bench::bench(&arguments),
        Command::Torture { peer: Some(peer), arguments, .. } => torture::at_peer(peer, &arguments),
        Command::Torture { matrix: true, arguments, .. } => torture::matrix(&arguments),
        Command::Torture { arguments, .. } => torture::at_issuer(&arguments),
        Command::Fuzz { target, seconds, keep } => fuzz::fuzz(target.as_deref(), seconds, keep),
        Command::Schemathesis { examples } => schemathesis::schemathesis(examples),
        Command::Fmt => check::fmt(),
        Command::Lint => check::lint(),
        Command::Deps => deps::check(),
        Command::Imports { crates } => imports::check_all(&crates),
        Command::LintWasm => check::lint_wasm(),
        Command::WasmTree => check::wasm_tree(),
        Command::Doc => check::doc(),
        Command::Size => check::size(),
        Command::E2e { arguments } => end2end::build_and_walk(&arguments).map(drop),
    }
}

const fn version(postgresql_18: bool) -> Version {
    if postgresql_18 { Version::Eighteen } else { Version::Installed }
}

/// Every path in this crate is relative to the repository's root.
fn repository() -> Result<()> {
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = here.parent().ok_or_else(|| Failure::new("xtask's folder has no parent"))?;
    env::set_current_dir(root).map_err(|error| Failure::about(root, &error))
}
