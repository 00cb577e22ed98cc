//! `regrant explain`

use std::process::ExitCode;

use control::{Actor, Answer};
use domain::{
    explanation::Question,
    id::{ClientId, FamilyId},
    name::Slug,
    wire::{RefreshExplanation, RequestExplanation, Step},
    workspace::WorkspacePath,
};
use serde::Serialize;

use super::{failure::Failure, open::open_existing, terminal};
use crate::config::Configuration;

/// Explains step by step whether a client would get a refresh token, and where to change what is missing.
///
/// Nothing is written. The exit code is 0 if it would, 1 if it would not, and 2 if that cannot be found out.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The tenant.
    #[arg(long)]
    tenant: Slug,
    /// The workspace.
    #[arg(long)]
    workspace: Slug,
    /// The client ID.
    #[arg(long)]
    client: ClientId,
    /// The user, by user name, e-mail address or user ID [default: a user who has not consented before].
    #[arg(long, default_value = "", hide_default_value = true)]
    user: String,
    /// The user is already signed in when the request comes.
    #[arg(long)]
    signed_in: bool,
    /// The requested scopes [default: `openid offline_access`; with --family, none are sent].
    #[arg(long, default_value = "", hide_default_value = true)]
    scope: String,
    /// A requested resource server. Can be given several times.
    #[arg(long, value_name = "URI")]
    resource: Vec<String>,
    /// The prompt parameter.
    #[arg(long, default_value = "", hide_default_value = true)]
    prompt: String,
    /// The authorization request itself: its address, or its parameters.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "URL")]
    request: String,
    /// Explain a refresh with the current token of this family instead. Goes with --scope and --resource only.
    #[arg(long, value_name = "ID")]
    family: Option<FamilyId>,
    /// Print JSON, as the admin API has it.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(configuration: Configuration, arguments: Arguments) -> Result<ExitCode, Failure> {
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let Arguments { tenant, workspace, client, user, signed_in, scope, resource, prompt, request, family, json } = arguments;
    let named = |what, name: String| move |error| Failure::naming(error, what, &name);
    let path = WorkspacePath::new(tenant, workspace);
    operator.load_workspace(&path).await.map_err(named("workspace", path.to_string()))?;
    operator.load_client(&path, client).await.map_err(named("client", client.to_string()))?;
    let asked_family = family.map(|family| family.to_string()).unwrap_or_default();
    let question =
        Question { request, scope, resource: resource.join(" "), prompt, user, signed_in, family_id: family, refresh_token: None };
    match operator.explain(&path, client, &question).await.map_err(named("family of this client", asked_family))? {
        Answer::Request(explained) => {
            let succeeds = explained.explanation.outcome.succeeds();
            let body = RequestExplanation::from(explained);
            print(json, &body, &body.summary, &body.steps)?;
            Ok(exit_code(succeeds))
        }
        Answer::Refresh(explanation) => {
            let body = RefreshExplanation::from(explanation);
            print(json, &body, &body.summary, &body.steps)?;
            Ok(exit_code(body.refreshes))
        }
    }
}

fn exit_code(yes: bool) -> ExitCode {
    if yes { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn print(json: bool, body: &impl Serialize, summary: &str, steps: &[Step]) -> Result<(), Failure> {
    if json {
        return terminal::say_json(body);
    }
    for step in steps {
        let mark = if step.holds { "✓" } else { "✗" };
        terminal::say(&format!("{mark} {}", step.words));
        if let Some(remark) = &step.remark_words {
            terminal::say(&format!("    {remark}"));
        }
        if let Some(switch) = &step.switch_words {
            terminal::say(&format!("    Change it at: {switch}"));
        }
    }
    terminal::say(summary);
    Ok(())
}
