//! `regrant admin client`

use control::{Operator, TypedApiClient};
use domain::{id::ClientId, name::Slug, view::LevelPath};

use super::role::{named, no_role};
use crate::cli::{failure::Failure, terminal};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Creates an API client in the tenant's system workspace, and prints its secret once.
    Create {
        /// Its name.
        #[arg(long)]
        name: String,
        /// Its role: a built-in one, or the name of another.
        #[arg(long)]
        role: String,
        /// The tenant.
        #[arg(long)]
        tenant: Slug,
        /// The workspace for which it gets the role [default: the whole tenant].
        #[arg(long)]
        workspace: Option<Slug>,
        /// The client of the workspace for which it gets the role.
        #[arg(long, requires = "workspace")]
        client: Option<ClientId>,
    },
    /// Lists the API clients of a tenant with their roles.
    List {
        /// The tenant.
        #[arg(long)]
        tenant: Slug,
    },
}

pub(super) async fn run(operator: &Operator, command: Command) -> Result<(), Failure> {
    match command {
        Command::Create { name, role, tenant, workspace, client } => {
            let missing = |error| Failure::naming(error, "tenant, workspace or client", &tenant);
            let roles = operator.list_roles(Some(&tenant)).await.map_err(missing)?;
            let role = named(&roles, &role).ok_or_else(|| no_role(&role))?.role;
            let at = LevelPath { tenant: Some(tenant.clone()), workspace, client };
            let new = operator.create_api_client(&tenant, TypedApiClient { name, role, at }).await.map_err(missing)?;
            let (view, endpoint) = (&new.client, operator.token_endpoint(&new.client.path));
            terminal::say(&format!("{} is {} of {}.", view.client.id, view.role_name, view.level_name));
            terminal::say(&format!("It gets access tokens from {endpoint} for the resource {}.", operator.admin_api()));
            terminal::say("Its secret is shown only once:");
            terminal::say(new.secret.expose());
        }
        Command::List { tenant } => {
            let all = operator.list_api_clients(&tenant).await.map_err(|error| Failure::naming(error, "tenant", &tenant))?;
            for view in all {
                terminal::say(&format!("{}  {} of {}  {}", view.client.id, view.role_name, view.level_name, view.client.name));
            }
        }
    }
    Ok(())
}
