//! The program's command line: the commands of the crate `cli`, and those that run a server or look at what one would run on.

mod demo;
mod demo_app;
mod demonstration;
mod doctor;
mod failed;
mod serve;
mod traces;

use std::{ffi::OsString, path::Path, process::ExitCode};

use clap::{Parser, Subcommand};
use cli::{Typed, failure::Failure, read_configuration, terminal};

/// An OAuth 2.0 and OpenID Connect authorization server, built around refresh tokens.
#[derive(Debug, Parser)]
#[command(name = "regrant", version, arg_required_else_help = true)]
struct CommandLine {
    /// The configuration file [default: regrant.toml, where there is one].
    // No path, which clap refuses where it is empty: an empty variable is none.
    #[arg(long, global = true, value_name = "FILE", env = "REGRANT_CONFIG")]
    config: Option<OsString>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server.
    Serve(serve::Arguments),
    /// Runs the server with a demonstration set up, and an application to try it with. It is for loopback only, and ignores
    /// `--config` and the settings of the environment, but for those of the log.
    Demo(demo::Arguments),
    /// Runs the demonstration application alone.
    DemoApp(demo_app::Arguments),
    Doctor(doctor::Arguments),
    #[command(flatten)]
    Other(Typed),
}

/// The exit code of a command line that is none, as of sysexits(3): 1 and 2 are answers of commands.
const MISUSED: u8 = 64;

/// Runs the command that was typed. A failure is one sentence on standard error.
pub async fn main() -> ExitCode {
    let typed = match CommandLine::try_parse() {
        Ok(typed) => typed,
        Err(error) => {
            // Nobody is left to be told that a terminal is gone.
            drop(error.print());
            return if error.use_stderr() { ExitCode::from(MISUSED) } else { ExitCode::SUCCESS };
        }
    };
    // These answer by their exit code, so a failure has another one.
    let answers = matches!(&typed.command, Command::Other(command) if command.answers());
    let failed = if answers { ExitCode::from(2) } else { ExitCode::FAILURE };
    match Box::pin(run(typed)).await {
        Ok(code) => match terminal::lost() {
            Some(error) => {
                terminal::complain(&format!("Some of the output is lost: {error}."));
                ExitCode::FAILURE
            }
            None => code,
        },
        Err(failure) => {
            terminal::complain(&failure.to_string());
            failed
        }
    }
}

async fn run(typed: CommandLine) -> Result<ExitCode, Failure> {
    let file = typed.config.as_deref().filter(|file| !file.is_empty()).map(Path::new);
    match typed.command {
        Command::Serve(arguments) => Box::pin(serve::run(read_configuration(file)?, arguments)).await?,
        Command::Demo(arguments) => Box::pin(demo::run(arguments)).await?,
        Command::DemoApp(arguments) => demo_app::run(arguments).await?,
        Command::Doctor(arguments) => return Ok(doctor::run(&read_configuration(file)?, &arguments).await),
        Command::Other(command) => return Box::pin(command.run(file)).await,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        <CommandLine as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn every_list_is_there_for_programs_too() {
        fn look(command: &clap::Command, path: &str, found: &mut Vec<String>) {
            for below in command.get_subcommands() {
                let path = format!("{path} {}", below.get_name());
                let lists = below.get_about().is_some_and(|about| about.to_string().starts_with("Lists "));
                if lists {
                    let json = below.get_arguments().any(|argument| argument.get_long() == Some("json"));
                    assert!(json, "{path} has --json");
                    found.push(path.clone());
                }
                look(below, &path, found);
            }
        }
        let mut found = Vec::new();
        look(&<CommandLine as clap::CommandFactory>::command(), "regrant", &mut found);
        assert!(found.len() > 8, "{found:?}");
    }
}
