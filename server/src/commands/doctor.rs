//! `regrant doctor`

mod audit;
mod client_certificates;
mod collector;
mod database;
mod files;
mod finding;
mod machine;

use std::process::ExitCode;

use cli::{log, terminal};

use self::finding::Findings;
use crate::config::{Configuration, LogLevel};

/// Checks the configuration, the database, the keys, the clock, proxies, files, limits and the collector, and says what is wrong and what to do. Changes
/// nothing. Ends with 1 if something is wrong.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Show only what is wrong or noteworthy.
    #[arg(long)]
    quiet: bool,
}

pub(super) async fn run(configuration: &Configuration, arguments: &Arguments) -> ExitCode {
    // Everything that there is to say is said below.
    log::start(LogLevel::Error, configuration.log_format);
    let mut findings = Findings::default();
    findings.fine("The configuration can be read; `regrant config` shows where each value comes from.");
    machine::check(configuration, &mut findings);
    client_certificates::check(configuration, &mut findings);
    let keys = files::check(configuration, &mut findings);
    database::check(configuration, keys, &mut findings).await;
    collector::check(configuration, &mut findings).await;
    for line in findings.lines(!arguments.quiet) {
        terminal::say(&line);
    }
    let problems = findings.problems();
    match problems {
        0 => terminal::say("No problem was found."),
        1 => terminal::say("1 problem was found."),
        _ => terminal::say(&format!("{problems} problems were found.")),
    }
    if problems == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
