//! `regrant tenant`

use control::Actor;
use domain::{name::Slug, view::TenantView};

use super::{failure::Failure, open::open_migrated, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Creates a tenant.
    Create {
        /// Its part of every issuer: lower-case letters, digits and single hyphens. It never changes.
        #[arg(long)]
        slug: String,
        /// Its name.
        #[arg(long)]
        name: String,
    },
    /// Gives a tenant another name. Its slug stays, because issuers have it.
    Rename {
        /// The tenant.
        #[arg(long)]
        slug: Slug,
        /// Its new name.
        #[arg(long)]
        name: String,
    },
    /// Deletes a tenant with everything in it: workspaces, clients, users, tokens and its own administrators. It cannot be undone.
    Delete {
        /// The tenant.
        #[arg(long)]
        slug: Slug,
        /// Its name, to confirm which one is meant; without it, the command shows what would be deleted.
        #[arg(long)]
        name: Option<String>,
    },
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_migrated(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::Create { slug, name } => {
            let tenant = operator.create_tenant(&slug, &name).await?;
            terminal::say(&format!("The tenant {} is ready at {}.", tenant.name, tenant.slug));
        }
        Command::Rename { slug, name } => {
            let found = operator.load_tenant(&slug).await.map_err(|error| Failure::naming(error, "tenant", &slug))?;
            let tenant = operator.rename_tenant(&slug, found.version, &name).await?;
            terminal::say(&format!("The tenant {} is called {} now.", tenant.slug, tenant.name));
        }
        Command::Delete { slug, name: Some(name) } => {
            let tenant = operator.delete_tenant(&slug, &name).await.map_err(|error| Failure::naming(error, "tenant", &slug))?;
            terminal::say(&format!("The tenant {} was deleted, with everything in it.", tenant.name));
        }
        Command::Delete { slug, name: None } => {
            let found = operator.load_tenant_contents(&slug).await.map_err(|error| Failure::naming(error, "tenant", &slug))?;
            let TenantView { tenant, workspaces, clients, users, administrators, .. } = found;
            return Err(Failure::Unconfirmed(format!(
                "{} has workspaces: {workspaces}, clients: {clients}, users: {users}, administrators of its own: {administrators}. To delete \
                 all of it, add --name {:?}",
                tenant.name,
                tenant.name.as_str()
            )));
        }
    }
    Ok(())
}
