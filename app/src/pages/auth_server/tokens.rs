use domain::{impact::Impact, problem::Problem, workspace::Workspace};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    sections::{Ends, KeyBinding, Lifetimes, Limits, RotationFields, Signing},
    typed::TypedTokenSettings,
};
use crate::{
    api::ApiError,
    components::{Decided, ImpactQuestion, TypedLifetimes, loaded, undecided},
    done::DoneNotice,
    form::{Form, Opened, OpenedFields, PostForm, SaveRow, WorkspaceFields, values_of},
    pages::settings::load_workspace,
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, operator},
    form::Sent,
};

/// Saves lifetimes, format and refresh-token policy.
#[server(client = crate::api::Caller)]
pub async fn set_token_settings(
    path: WorkspacePath,
    version: i64,
    typed: TypedTokenSettings,
    #[server(default)] opened: Opened,
    #[server(default)] decided: Decided,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedTokenSettings::of(&in_force.tokens));
    let merged = merged.settled(&operator, &path, in_force.id).await?;
    let settings = merged.typed.parse(in_force.tokens.signing).keep(&merged)?;
    let reach = decided.reach(&merged.typed.lifetimes());
    let saved = operator.set_token_settings(&path, merged.version, settings, reach).await.keep(&merged)?;
    merged.done(&path.token_settings(), saved.version);
    Ok(())
}

/// What these lifetimes would do to the refresh tokens that live.
#[server(client = crate::api::Caller)]
pub async fn load_impact(path: WorkspacePath, lifetimes: TypedLifetimes) -> Result<Impact, ApiError> {
    let operator = operator()?;
    let mut tokens = operator.load_workspace(&path).await?.tokens;
    let mut problems = crate::api::Problems::default();
    let ttl = domain::settings::tokens::TokenTtls::parse_refresh_token_ttl(&lifetimes.refresh_token_ttl);
    tokens.ttls.refresh_token_ttl = problems.read("refresh_token_ttl", ttl, None);
    let idle = domain::lifetime::Lifetime::parse(&lifetimes.refresh_token_idle_ttl);
    tokens.refresh.refresh_token_idle_ttl = problems.read("refresh_token_idle_ttl", idle, tokens.refresh.refresh_token_idle_ttl);
    Ok(operator.preview_token_settings(&path, &problems.finish(tokens)?).await?)
}

/// Auth Server › Tokens.
#[component]
pub fn TokenSettingsPage() -> impl IntoView {
    let path = use_workspace_path();
    let action = ServerAction::<SetTokenSettings>::new();
    let form = Form::of(action).within("typed");
    let workspace = Resource::new(move || (path.get(), form.reload()), |(path, _)| async move { load_workspace(path?).await });
    let asked = undecided(form, TypedLifetimes::of);
    let impact = Resource::new(
        move || (path.get(), asked.get()),
        |(path, asked)| async move {
            match asked {
                Some(lifetimes) => load_impact(path?, lifetimes).await,
                None => Ok(Impact::default()),
            }
        },
    );
    loaded(workspace, move |workspace: Workspace| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let settings = workspace.tokens;
        view! {
            <Page title="Tokens" lead="How long tokens live, how they are written, and how refresh tokens are kept safe. A client can have its own.">
                <DoneNotice version=workspace.version failed=form.failed()/>
                <PostForm action settings=true>
                    <WorkspaceFields path=path.clone()/>
                    <OpenedFields form version=workspace.version values=values_of(&TypedTokenSettings::of(&settings))/>
                    <ImpactQuestion path=path.clone() form lifetimes=asked impact/>
                    <Forbidden form path/>
                    <Lifetimes form settings=settings.clone()/>
                    <RotationFields form policy=settings.refresh/>
                    <Limits form policy=settings.refresh/>
                    <Ends form policy=settings.refresh/>
                    <Signing form signing=settings.signing.clone()/>
                    <KeyBinding form settings/>
                    <SaveRow form/>
                </PostForm>
            </Page>
        }
        .into_any()
    })
}

/// Leads to a client that may not have a policy, where that is why it could not be saved.
#[component]
fn Forbidden(form: Form, path: WorkspacePath) -> impl IntoView {
    move || {
        let client = form.failure().with(|failure| {
            failure.as_ref()?.problems().iter().find_map(|at| match &at.problem {
                Problem::PolicyOfClients { first, .. } => Some(*first),
                _ => None,
            })
        });
        client.map(|client| {
            view! { <p class="field-links"><A href=path.client_token_policy(client)>"Go to a client that may not have this policy"</A></p> }
        })
    }
}
