//! `regrant apply`

use control::{Actor, AppliedConfiguration};
use domain::wire::{self, ClientSecret, Sent};

use super::{
    declared::{Declared, tell},
    failure::Failure,
    open::open_migrated,
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
    let installation = open_migrated(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let applied = operator.apply_configuration(&wanted, declared.terms(), plan.as_deref()).await;
    let AppliedConfiguration { plan, secrets } = applied.map_err(|error| document.failure(error, &wanted.tenant))?;
    if json {
        let told =
            secrets.iter().map(|(client, secret)| ClientSecret { client_id: Sent::of(client), client_secret: secret.expose().clone() });
        return terminal::say_json(&wire::AppliedConfiguration { done: (&plan).into(), client_secrets: told.collect() });
    }
    tell(&plan);
    if !plan.is_empty() {
        terminal::say("Applied.");
    }
    for (client, secret) in &secrets {
        terminal::say(&format!("The secret of the client {client} is shown this once:\n{}", secret.expose()));
    }
    Ok(())
}
