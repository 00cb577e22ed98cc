//! `regrant audit`

mod export;
mod list;
mod seal;
mod selection;
mod verify;

use std::process::ExitCode;

use control::Actor;

use super::{failure::Failure, open::open_existing};
use crate::config::Configuration;

/// The audit trail: who did what, to what and when, newest first.
///
/// Without a tenant it is that of the whole installation, with the lines that belong to no tenant.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    list: list::Arguments,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Exports lines as JSON, one a line, oldest first, with what is needed to check them elsewhere.
    Export(export::Arguments),
    /// Checks that no line was changed, removed, moved or added since it was written. Ends with 1 where one was, and names the first.
    Verify(verify::Arguments),
    /// Seals the ends of a chain anew, as they are now, after you have found out what was done to it. The reason is written to the log.
    Seal(seal::Arguments),
}

impl Arguments {
    /// Returns whether it is a check, whose exit code is its answer.
    pub(super) const fn verifies(&self) -> bool {
        matches!(self.command, Some(Command::Verify(_)))
    }
}

pub(super) async fn run(configuration: Configuration, arguments: Arguments) -> Result<ExitCode, Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match arguments.command {
        None => list::run(&operator, arguments.list).await?,
        Some(Command::Export(arguments)) => export::run(&operator, arguments).await?,
        Some(Command::Verify(arguments)) => return verify::run(&installation, &operator, arguments).await,
        Some(Command::Seal(arguments)) => seal::run(operator, arguments).await?,
    }
    Ok(ExitCode::SUCCESS)
}
