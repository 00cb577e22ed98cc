//! `regrant apply`

use control::Actor;
use domain::{
    configuration::{AppliedClient, AppliedConfiguration},
    wire,
};

use super::{
    declared::{Declared, tell},
    failure::Failure,
    open::open_existing,
    terminal,
};
use crate::config::Configuration;

/// Makes a tenant's workspaces, services and clients what a file declares: all of it, or nothing.
///
/// What the file does not speak of is left alone. Users, and refresh tokens that no change ends, stay.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    declared: Declared,
    /// Do this plan and nothing else, by what `regrant plan` calls it. Where something was changed since, nothing is done.
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Print JSON, as the admin API has it.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(configuration: Configuration, Arguments { declared, plan, json }: Arguments) -> Result<(), Failure> {
    let (document, wanted) = declared.read()?;
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let applied = operator.apply_configuration(&wanted, declared.terms(), plan.as_deref()).await;
    let applied = applied.map_err(|error| document.failure(error, &wanted.tenant))?;
    if json {
        return terminal::say_json(&wire::AppliedConfiguration::from(&applied));
    }
    let AppliedConfiguration { plan, clients } = applied;
    tell(&plan);
    if !plan.is_empty() {
        terminal::say("Applied.");
    }
    for AppliedClient { id, name, secret } in &clients {
        match secret {
            Some(secret) => {
                terminal::say(&format!("client {name} ({id}): its secret is shown only once:"));
                terminal::say(secret.expose());
            }
            None => terminal::say(&format!("client {name} ({id})")),
        }
    }
    Ok(())
}
