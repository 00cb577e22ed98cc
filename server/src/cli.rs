//! The command line. Each command opens what it needs, does one thing, and prints the result.

mod admin;
mod apply;
mod at;
mod audit;
mod backup;
mod client;
mod configuration;
mod declared;
mod demo;
mod demo_app;
mod demonstration;
mod doctor;
mod document;
mod explain;
mod export;
mod failure;
mod housekeeping;
mod import;
mod initial_access_token;
mod key;
mod listing;
mod log;
mod master_key;
mod migrate;
mod open;
mod openapi;
mod plan;
mod reuse;
mod serve;
mod sign_in_link;
mod tenant;
mod terminal;
mod token;
mod user;
mod workspace;

use std::{env, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use self::failure::Failure;
use crate::config::{Configuration, Sources};

/// An OAuth 2.0 and OpenID Connect authorization server, built around refresh tokens.
#[derive(Debug, Parser)]
#[command(name = "regrant", version, arg_required_else_help = true)]
struct Cli {
    /// The configuration file [default: regrant.toml, where there is one].
    #[arg(long, global = true, value_name = "FILE", env = "REGRANT_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server.
    Serve(serve::Arguments),
    /// Brings the database's schema to this version.
    Migrate,
    /// Runs the server with a demonstration set up, and an application to try it with. It is for loopback only, and ignores
    /// `--config` and the settings of the environment, but for those of the log.
    Demo(demo::Arguments),
    /// Runs the demonstration application alone.
    DemoApp(demo_app::Arguments),
    /// Administrators: the people at the console.
    #[command(subcommand)]
    Admin(admin::Command),
    Audit(audit::Arguments),
    /// Tenants: the customers of this installation.
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// Workspaces: the authorization servers of a tenant.
    #[command(subcommand)]
    Workspace(workspace::Command),
    /// Clients of a workspace: the applications and programs that ask for tokens.
    #[command(subcommand)]
    Client(client::Command),
    /// Initial access tokens of a workspace: whoever has one can register clients.
    #[command(subcommand)]
    InitialAccessToken(initial_access_token::Command),
    /// Users of a workspace.
    #[command(subcommand)]
    User(user::Command),
    /// Refresh tokens of a workspace.
    #[command(subcommand)]
    Token(token::Command),
    /// Signing keys of a workspace: their states, how they are rotated and revoked.
    #[command(subcommand)]
    Key(key::Command),
    /// The master key: its versions, and how the current one is replaced while servers run.
    #[command(subcommand)]
    MasterKey(master_key::Command),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Plan(plan::Arguments),
    Apply(apply::Arguments),
    /// Takes over clients, scopes and users from another server.
    #[command(subcommand)]
    Import(import::Command),
    Doctor(doctor::Arguments),
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    /// Housekeeping: what a server deletes when it is over.
    #[command(subcommand)]
    Housekeeping(housekeeping::Command),
    /// Shows the configuration that is in force, and where each value comes from.
    Config(configuration::Arguments),
    /// Prints the description of the admin API (`OpenAPI` 3.1), as it is served at `/api/admin/openapi.json`.
    Openapi,
}

/// The exit code of a command line that is none, as of sysexits(3): 1 and 2 are answers of commands.
const MISUSED: u8 = 64;

/// Runs the command that was typed. A failure is one sentence on standard error.
pub async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nobody is left to be told that a terminal is gone.
            drop(error.print());
            return if error.use_stderr() { ExitCode::from(MISUSED) } else { ExitCode::SUCCESS };
        }
    };
    // These answer by their exit code, so a failure has another one.
    let answers = match &cli.command {
        Command::Explain(_) => true,
        Command::Audit(arguments) => arguments.verifies(),
        _ => false,
    };
    let failed = if answers { ExitCode::from(2) } else { ExitCode::FAILURE };
    match Box::pin(run(cli)).await {
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

async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let configuration = || Configuration::from_sources(&Sources::read(cli.config.as_deref(), env::vars_os())?);
    match cli.command {
        Command::Explain(arguments) => return Box::pin(explain::run(configuration()?, arguments)).await,
        Command::Plan(arguments) => return plan::run(configuration()?, arguments).await,
        Command::Export(arguments) => export::run(configuration()?, arguments).await?,
        Command::Apply(arguments) => Box::pin(apply::run(configuration()?, arguments)).await?,
        Command::Import(command) => return Box::pin(import::run(configuration()?, command)).await,
        Command::Audit(arguments) => return Box::pin(audit::run(configuration()?, arguments)).await,
        Command::Doctor(arguments) => return Ok(doctor::run(&configuration()?, &arguments).await),
        Command::Serve(arguments) => Box::pin(serve::run(configuration()?, arguments)).await?,
        Command::Migrate => migrate::run(configuration()?).await?,
        Command::Demo(arguments) => Box::pin(demo::run(arguments)).await?,
        Command::DemoApp(arguments) => demo_app::run(arguments).await?,
        Command::Admin(command) => admin::run(configuration()?, command).await?,
        Command::Tenant(command) => tenant::run(configuration()?, command).await?,
        Command::Workspace(command) => Box::pin(workspace::run(configuration()?, command)).await?,
        Command::Client(command) => Box::pin(client::run(configuration()?, command)).await?,
        Command::InitialAccessToken(command) => Box::pin(initial_access_token::run(configuration()?, command)).await?,
        Command::User(command) => Box::pin(user::run(configuration()?, command)).await?,
        Command::Token(command) => Box::pin(token::run(configuration()?, command)).await?,
        Command::Key(command) => Box::pin(key::run(configuration()?, command)).await?,
        Command::Backup(arguments) => backup::back_up(configuration()?, arguments).await?,
        Command::Restore(arguments) => backup::restore(configuration()?, arguments).await?,
        Command::MasterKey(command) => master_key::run(configuration()?, command).await?,
        Command::Housekeeping(command) => housekeeping::run(configuration()?, command).await?,
        Command::Openapi => openapi::print()?,
        Command::Config(arguments) => {
            if arguments.markdown {
                configuration::print_markdown();
            } else {
                configuration::print(&configuration()?);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        <Cli as clap::CommandFactory>::command().debug_assert();
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
        look(&<Cli as clap::CommandFactory>::command(), "regrant", &mut found);
        assert!(found.len() > 8, "{found:?}");
    }
}
