//! `regrant-bench`: see the README of the crate.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "talks to the person at the terminal")]

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

// One thread: all that the generator takes is taken from the server beside it.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match cli::run(cli::CommandLine::parse()).await {
        Ok(code) => code,
        Err(error) => {
            let mut sentence = format!("regrant-bench: {error}");
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                let text = cause.to_string();
                if !sentence.ends_with(&text) {
                    sentence = format!("{sentence}: {text}");
                }
                source = cause.source();
            }
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
