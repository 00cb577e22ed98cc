//! `regrant plan`

use std::process::ExitCode;

use control::Actor;
use domain::wire::ConfigurationPlan;

use super::{
    declared::{Declared, tell},
    failure::Failure,
    open::open_existing,
    terminal,
};
use crate::config::Configuration;

/// Says what applying a configuration changes, and what that does to active refresh tokens, client by client.
///
/// Nothing is written. The exit code is 0 if nothing changes, 2 if something does, and 1 if the file cannot be applied.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    declared: Declared,
    /// Print JSON, as the admin API has it.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(configuration: Configuration, Arguments { declared, json }: Arguments) -> Result<ExitCode, Failure> {
    let (document, wanted) = declared.read()?;
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let planned = operator.plan_configuration(&wanted, declared.terms()).await;
    let plan = planned.map_err(|error| document.failure(error, &wanted.tenant))?;
    if json {
        terminal::say_json(&ConfigurationPlan::from(&plan))?;
    } else {
        tell(&plan);
        if !plan.is_empty() && !plan.undecided {
            terminal::say(&format!("This and nothing else is done by: {}", declared.command(&plan)));
        }
    }
    Ok(if plan.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
