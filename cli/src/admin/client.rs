//! `regrant admin client`

use control::{Operator, TypedApiClient};
use domain::{
    id::ClientId,
    name::Slug,
    view::{ApiClientView, LevelPath},
    wire,
};

use super::role::{named, no_role};
use crate::{failure::Failure, listing::Listing, terminal};

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
        /// Print JSON, as the admin API has it, with the secret.
        #[arg(long)]
        json: bool,
    },
    /// Lists the API clients of a tenant with their roles.
    List {
        /// The tenant.
        #[arg(long)]
        tenant: Slug,
        #[command(flatten)]
        listing: Listing,
    },
}

pub(super) async fn run(operator: &Operator, command: Command) -> Result<(), Failure> {
    match command {
        Command::Create { name, role, tenant, workspace, client, json } => {
            let missing = |error| Failure::naming(error, "tenant, workspace or client", &tenant);
            let roles = operator.list_roles(Some(&tenant)).await.map_err(missing)?;
            let role = named(&roles, &role).ok_or_else(|| no_role(&role))?.role;
            let at = LevelPath { tenant: Some(tenant.clone()), workspace, client };
            let new = operator.create_api_client(&tenant, TypedApiClient { name, role, at }).await.map_err(missing)?;
            if json {
                let told = told(operator, &new.client);
                return terminal::say_json(&wire::ApiClient { client_secret: Some(new.secret.expose().clone()), ..told });
            }
            let (view, endpoint) = (&new.client, operator.token_endpoint(&new.client.path));
            terminal::say(&format!("{} is {} of {}.", view.client.id, view.role_name, view.level_name));
            terminal::say(&format!("It gets access tokens from {endpoint} for the resource {}.", operator.admin_api()));
            terminal::say("Its secret is shown only once:");
            terminal::say(new.secret.expose());
        }
        Command::List { tenant, listing } => {
            let all = operator.list_api_clients(&tenant).await.map_err(|error| Failure::naming(error, "tenant", &tenant))?;
            for view in all {
                let line = || format!("{}  {} of {}  {}", view.client.id, view.role_name, view.level_name, view.client.name);
                listing.say(line, || told(operator, &view))?;
            }
        }
    }
    Ok(())
}

/// Returns an API client as the admin API has it.
fn told(operator: &Operator, view: &ApiClientView) -> wire::ApiClient {
    wire::ApiClient::of(view, operator.token_endpoint(&view.path), operator.admin_api())
}
