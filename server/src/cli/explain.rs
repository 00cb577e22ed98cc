//! `regrant explain`

use std::process::ExitCode;

use control::{Actor, RefreshQuestion};
use domain::{
    explanation::Question,
    id::{ClientId, FamilyId},
    name::Slug,
    workspace::WorkspacePath,
};
use serde::Serialize;

use super::{failure::Failure, open::open_migrated, terminal};
use crate::{
    config::Configuration,
    explanation::{ExplanationBody, RefreshExplanationBody, StepBody},
};

/// Explains step by step whether a client would get a refresh token, and where to change what is missing.
///
/// Nothing is written. The exit code is 0 where it would, 1 where it would not, and 2 where it cannot be found out.
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
    #[arg(long, default_value = "")]
    user: String,
    /// The user is already signed in when the request comes.
    #[arg(long)]
    signed_in: bool,
    /// The requested scopes [default: `openid offline_access`].
    #[arg(long, default_value = "", hide_default_value = true, conflicts_with = "request")]
    scope: String,
    /// The prompt parameter.
    #[arg(long, default_value = "", hide_default_value = true, conflicts_with = "request")]
    prompt: String,
    /// The authorization request itself: its address, or its parameters.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "URL")]
    request: String,
    /// Explain a refresh with the current token of this family instead.
    #[arg(long, value_name = "ID", conflicts_with_all = ["request", "scope", "prompt", "user", "signed_in"])]
    family: Option<FamilyId>,
    /// Print JSON, as the admin API has it.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(configuration: Configuration, arguments: Arguments) -> Result<ExitCode, Failure> {
    let installation = open_migrated(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let Arguments { tenant, workspace, client, user, signed_in, scope, prompt, request, family, json } = arguments;
    let named = |what, name: String| move |error| Failure::naming(error, what, &name);
    let path = WorkspacePath::new(tenant, workspace);
    operator.load_workspace(&path).await.map_err(named("workspace", path.to_string()))?;
    if let Some(family) = family {
        operator.load_client(&path, client).await.map_err(named("client", client.to_string()))?;
        let explanation = operator.explain_refresh(&path, client, RefreshQuestion::Family(family)).await;
        let body = RefreshExplanationBody::from(explanation.map_err(named("family of this client", family.to_string()))?);
        print(json, &body, &body.summary, &body.steps)?;
        return Ok(exit_code(body.refreshes));
    }
    let question = Question { request, scope, prompt, user, signed_in };
    let explained = operator.explain(&path, client, &question).await.map_err(named("client", client.to_string()))?;
    let body = ExplanationBody::from(explained);
    print(json, &body, &body.summary, &body.steps)?;
    Ok(exit_code(body.refresh_token))
}

fn exit_code(yes: bool) -> ExitCode {
    if yes { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn print(json: bool, body: &impl Serialize, summary: &str, steps: &[StepBody]) -> Result<(), Failure> {
    if json {
        terminal::say(&serde_json::to_string_pretty(body).map_err(Failure::Json)?);
        return Ok(());
    }
    for step in steps {
        let mark = if step.step.holds { "✓" } else { "✗" };
        terminal::say(&format!("{mark} {}", step.words));
        if let Some(remark) = step.remark_words {
            terminal::say(&format!("    {remark}"));
        }
        if let Some(switch) = step.switch_words {
            terminal::say(&format!("    It is changed at: {switch}"));
        }
    }
    terminal::say(summary);
    Ok(())
}
