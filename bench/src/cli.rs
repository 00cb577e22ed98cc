//! The command line.

mod measure;
mod pages;
mod places;
mod seed;
mod soak;

use std::process::ExitCode;

use bench::error::Error;

#[derive(Debug, clap::Parser)]
#[command(name = "regrant-bench", about = "Measures Regrant, the database below it, and other authorization servers")]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Seeds databases, starts servers on them, and measures
    Measure(measure::Arguments),
    /// Fills an empty database
    Seed(seed::Arguments),
    /// Refreshes for long, and shows memory and latency over time
    Soak(soak::Arguments),
    /// Times every page of the console
    Pages(pages::Arguments),
}

pub(crate) async fn run(line: CommandLine) -> Result<ExitCode, Error> {
    match line.command {
        Command::Measure(arguments) => return measure::run(arguments).await,
        Command::Seed(arguments) => seed::run(arguments).await?,
        Command::Soak(arguments) => soak::run(arguments).await?,
        Command::Pages(arguments) => pages::run(arguments).await?,
    }
    Ok(ExitCode::SUCCESS)
}
