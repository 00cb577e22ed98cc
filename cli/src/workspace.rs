//! `regrant workspace`

use control::Actor;
use domain::{
    name::Slug,
    view::{NewWorkspace, WorkspaceStart},
    wire,
    workspace::WorkspacePath,
    workspace_template::WorkspaceTemplate,
};

use super::{failure::Failure, listing::Listing, open::open_existing, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Creates a workspace: an authorization server with its own issuer.
    Create {
        /// The tenant it belongs to.
        #[arg(long)]
        tenant: Slug,
        /// Its part of the issuer: lower-case letters, digits and single hyphens. It never changes.
        #[arg(long)]
        slug: String,
        /// Its name.
        #[arg(long)]
        name: String,
        /// The template that it starts with: `standard`, `single_page_and_mobile`, `confidential_web`, `high_security`, `fapi2`,
        /// `fapi2_message_signing` or `mcp`.
        #[arg(long, conflicts_with = "copy_of")]
        template: Option<String>,
        /// The workspace of the same tenant whose settings and services it starts with; clients, users and keys are not copied.
        #[arg(long)]
        copy_of: Option<String>,
    },
    /// Lists the templates that a workspace can start with, and what each sets.
    Templates(Listing),
    /// Deletes a workspace with everything in it: clients, users and tokens. It cannot be undone.
    Delete {
        /// The tenant it belongs to.
        #[arg(long)]
        tenant: Slug,
        /// The workspace.
        #[arg(long)]
        slug: Slug,
        /// Its name, to confirm which one is meant; without it, the command shows what would be deleted.
        #[arg(long)]
        name: Option<String>,
    },
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    if let Command::Templates(listing) = command {
        for template in WorkspaceTemplate::all() {
            let lines = || {
                let sets = template.sets().into_iter().map(|setting| format!("  {}: {}", setting.label, setting.value));
                [template.name.clone(), format!("  {}", template.description)].into_iter().chain(sets).collect::<Vec<_>>()
            };
            listing.say_lines(lines, || wire::ServerTemplate::from(template))?;
        }
        return Ok(());
    }
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    match command {
        Command::Create { tenant, slug, name, template, copy_of } => {
            let start = match (template, copy_of) {
                (Some(template), _) => WorkspaceStart::Template(template),
                (None, Some(copied)) => WorkspaceStart::CopyOf(copied),
                (None, None) => WorkspaceStart::Usual,
            };
            let workspace = operator
                .create_workspace(&tenant, (NewWorkspace { name, slug }, start))
                .await
                .map_err(|error| Failure::no_tenant(error, &tenant))?;
            let issuer = engine::issuer(installation.configuration.public_url.url(), &tenant, &workspace.slug);
            terminal::say(&format!("The workspace {} is ready. Its issuer is {issuer}", workspace.name));
        }
        // Answered before.
        Command::Templates(_) => {}
        Command::Delete { tenant, slug, name: Some(name) } => {
            let path = WorkspacePath::new(tenant, slug);
            let deleted = operator.delete_workspace(&path, &name).await;
            let workspace = deleted.map_err(|error| Failure::naming(error, "workspace", &path.to_string()))?;
            terminal::say(&format!("The workspace {} was deleted, with everything in it.", workspace.name));
        }
        Command::Delete { tenant, slug, name: None } => {
            let path = WorkspacePath::new(tenant, slug);
            let found = operator.load_overview(&path, control::Counting::Exact).await;
            let found = found.map_err(|error| Failure::naming(error, "workspace", &path.to_string()))?;
            return Err(Failure::Unconfirmed(format!(
                "{} has clients: {}, users: {}, active refresh tokens: {}. To delete all of it, add --name {:?}",
                found.workspace.name,
                found.clients,
                found.users,
                found.live_families,
                found.workspace.name.as_str()
            )));
        }
    }
    Ok(())
}
