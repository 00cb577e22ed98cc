//! `regrant export`

use control::Actor;
use domain::{
    name::Slug,
    wire::{ExportDetail, ExportedConfiguration},
    workspace::WorkspacePath,
};

use super::{failure::Failure, open::open_existing, terminal};
use crate::config::Configuration;

/// Prints the configuration of a tenant as a document that `regrant apply` applies: its workspaces with their services and clients.
///
/// It is always the same of the same, leaves out what is as in something new, and has no secrets.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The tenant.
    #[arg(long)]
    tenant: Slug,
    /// This workspace only.
    #[arg(long)]
    workspace: Option<Slug>,
    /// With the version of each thing: applied again, the document is refused where something was changed in the meantime.
    #[arg(long)]
    versions: bool,
    /// Also what is as in something new.
    #[arg(long)]
    with_defaults: bool,
    /// Print JSON in place of YAML.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(
    configuration: Configuration,
    Arguments { tenant, workspace, versions, with_defaults, json }: Arguments,
) -> Result<(), Failure> {
    let detail = ExportDetail { versions, defaults: with_defaults };
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    operator.load_tenant(&tenant).await.map_err(|error| Failure::naming(error, "tenant", &tenant))?;
    let exported = operator.export_configuration(&tenant, workspace.as_ref(), detail).await.map_err(|error| match workspace {
        Some(workspace) => Failure::naming(error, "workspace", &WorkspacePath::new(tenant.clone(), workspace)),
        None => error.into(),
    })?;
    if json {
        return terminal::say_json(&exported);
    }
    terminal::say_document(&yaml(&tenant, &exported)?);
    Ok(())
}

/// Returns a configuration in YAML, with words at its head.
fn yaml(tenant: &Slug, exported: &ExportedConfiguration) -> Result<String, Failure> {
    // Long texts stay in their line, so that a difference of two exports is one of values.
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let body = serde_saphyr::to_string_with_options(exported, options).map_err(Failure::Yaml)?;
    Ok(format!(
        "# The configuration of the tenant {tenant}. `regrant plan FILE` says what applying it changes, `regrant apply FILE` applies it.\n\
         # What is not said of something is as in something new. A client without a client_secret keeps the secret that it has.\n{body}"
    ))
}
