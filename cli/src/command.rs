//! The commands: what each is called and takes, and which function runs it.

use std::{env, path::Path, process::ExitCode};

use clap::{ArgMatches, FromArgMatches, Subcommand};
use configuration::{Configuration, ConfigurationError, Sources};

use super::{
    admin, apply, audit, backup, client, explain, export, failure::Failure, housekeeping, import, initial_access_token, key, master_key,
    migrate, openapi, plan, settings, tenant, token, user, workspace,
};

#[derive(Debug, Subcommand)]
enum Command {
    /// Brings the database's schema to this version.
    Migrate,
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
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    /// Housekeeping: what a server deletes when it is over.
    #[command(subcommand)]
    Housekeeping(housekeeping::Command),
    /// Shows the configuration that is in force, and where each value comes from.
    Config(settings::Arguments),
    /// Prints the description of the admin API (`OpenAPI` 3.1), as it is served at `/api/admin/openapi.json`.
    Openapi,
}

/// A command that was typed.
#[derive(Debug)]
pub struct Typed(Box<Command>);

impl Typed {
    /// Returns whether the command answers by its exit code, so that a failure has another one.
    pub fn answers(&self) -> bool {
        match &*self.0 {
            Command::Explain(_) => true,
            Command::Audit(arguments) => arguments.verifies(),
            _ => false,
        }
    }

    /// Runs the command, with the configuration of this file.
    pub async fn run(self, file: Option<&Path>) -> Result<ExitCode, Failure> {
        let configuration = || read_configuration(file);
        match *self.0 {
            Command::Explain(arguments) => return Box::pin(explain::run(configuration()?, arguments)).await,
            Command::Plan(arguments) => return plan::run(configuration()?, arguments).await,
            Command::Export(arguments) => export::run(configuration()?, arguments).await?,
            Command::Apply(arguments) => Box::pin(apply::run(configuration()?, arguments)).await?,
            Command::Import(command) => return Box::pin(import::run(configuration()?, command)).await,
            Command::Audit(arguments) => return Box::pin(audit::run(configuration()?, arguments)).await,
            Command::Migrate => migrate::run(configuration()?).await?,
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
                    settings::print_markdown();
                } else {
                    settings::print(&configuration()?);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads the configuration: this file, or the usual one where there is one, and the environment.
pub fn read_configuration(file: Option<&Path>) -> Result<Configuration, ConfigurationError> {
    Configuration::from_sources(&Sources::read(file, env::vars_os())?)
}

// By hand, because what a command takes stays in here.

impl FromArgMatches for Typed {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Command::from_arg_matches(matches).map(|command| Self(Box::new(command)))
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        Command::from_arg_matches_mut(matches).map(|command| Self(Box::new(command)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }

    fn update_from_arg_matches_mut(&mut self, matches: &mut ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches_mut(matches)
    }
}

impl Subcommand for Typed {
    fn augment_subcommands(above: clap::Command) -> clap::Command {
        Command::augment_subcommands(above)
    }

    fn augment_subcommands_for_update(above: clap::Command) -> clap::Command {
        Command::augment_subcommands_for_update(above)
    }

    fn has_subcommand(name: &str) -> bool {
        Command::has_subcommand(name)
    }
}
