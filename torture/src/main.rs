//! `regrant-torture`: see the README of the crate.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "talks to the person at the terminal")]

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run(cli::CommandLine::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("regrant-torture: {}", error.sentence());
            ExitCode::FAILURE
        }
    }
}
