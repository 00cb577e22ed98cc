//! `regrant tenant`

use control::Actor;

use super::{Failure, open_migrated};
use crate::{config::Configuration, terminal};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Makes a tenant.
    Create {
        /// Its part of every issuer: lower-case letters, digits and single hyphens. It never changes.
        #[arg(long)]
        slug: String,
        /// What it is called.
        #[arg(long)]
        name: String,
    },
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_migrated(configuration).await?;
    let desk = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::Create { slug, name } => {
            let tenant = desk.create_tenant(&slug, &name).await?;
            terminal::say(&format!("The tenant {} is ready at {}.", tenant.name, tenant.slug));
        }
    }
    Ok(())
}
