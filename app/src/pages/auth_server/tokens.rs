use domain::{impact::Impact, permission::Action, policy::PolicySection, problem::Problem};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    sections::{Announced, Format, History, KeyBinding, Signing},
    typed::TypedTokenSettings,
};
use crate::{
    api::{ApiError, Keep, Undoing, operator},
    components::{
        Decided, ImpactQuestion, PolicyFields, ShowAs, Shows, TypedLifetimes, load_at, load_workspace, loaded, undecided,
        use_workspace_path,
    },
    form::{Form, FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::Page,
};

/// Saves lifetimes, format, signing and refresh-token policy.
#[server]
pub async fn set_token_settings(
    path: WorkspacePath,
    version: i64,
    typed: TypedTokenSettings,
    #[server(default)] opened: Opened,
    #[server(default)] decided: Decided,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let merged = Sent { typed: typed.with_unticked(), version, opened }.merge(in_force.version, &TypedTokenSettings::of(&in_force.tokens));
    let write = Write { action: Action::SetTokenSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
    let settings = merged.typed.parse(&in_force.tokens).keep(&merged)?;
    let reach = decided.reach(&merged.typed.lifetimes());
    let saved = operator.set_token_settings(&path, merged.version, settings, reach).await.keep(&merged)?;
    merged.done(&path.token_settings(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetTokenSettings: SetTokenSettings);

/// Returns what these lifetimes would do to existing refresh tokens.
pub async fn load_impact(path: WorkspacePath, lifetimes: TypedLifetimes) -> Result<Impact, ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?.tokens;
    let mut typed = TypedTokenSettings::of(&in_force);
    typed.policy = typed.policy.with_lifetimes(lifetimes);
    Ok(operator.preview_token_settings(&path, &typed.parse(&in_force)?).await?)
}

/// Auth Server › Tokens.
#[component]
pub fn TokenSettingsPage() -> impl IntoView {
    let save = FormAction::<SetTokenSettings>::typed();
    let form = save.form;
    let asked = undecided(form);
    loaded(load_at(use_workspace_path(), load_workspace), move |(path, workspace)| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let (settings, policy) = (workspace.tokens.clone(), workspace.tokens.policy());
        let question = asked.map(|lifetimes| {
            let path = path.clone();
            loaded(load_impact(path.clone(), lifetimes.clone()), move |impact| view! { <ImpactQuestion path lifetimes impact/> })
        });
        view! {
            <Page title="Tokens" lead="How long tokens live, how they are written, and how refresh tokens are kept safe. A client can have its own.">
                <SettingsForm
                    action=save
                    target=Target::workspace(&path)
                    version=workspace.version
                    shown=Shown::of(&TypedTokenSettings::of(&settings))
                    saved=SavedNotice::Above
                >
                    {question}
                    <Forbidden form path/>
                    <PolicyFields
                        form
                        policy
                        section=PolicySection::Lifetimes
                        title="Time to Live Settings"
                        lead="Durations such as 30d, 720h or 1y 6mo. A month is 30 days, a year 365."
                    >
                        <Format form format=settings.access_token_format/>
                        <Announced form expiration=settings.announce_refresh_token_expiration/>
                    </PolicyFields>
                    <PolicyFields
                        form
                        policy
                        section=PolicySection::Rotation
                        title="Rotation"
                        lead="A refresh token is replaced when it is used, at most once in a retry window. An old token that comes back later was copied: everything that came from that sign-in is revoked."
                        switches="Previous token"
                    />
                    <PolicyFields
                        form
                        policy
                        section=PolicySection::Limits
                        title="Limits"
                        lead="A user has a refresh token for each sign-in to a client: one for each of their devices."
                    />
                    <PolicyFields
                        form
                        policy
                        section=PolicySection::Ends
                        title="Also ends when"
                        lead="Other events that end a refresh token."
                        switches="Sessions and passwords"
                    />
                    <Signing form signing=settings.signing/>
                    <KeyBinding form nonce_required=settings.dpop_nonce_required/>
                    <History form retention=settings.retention/>
                </SettingsForm>
                {show_as}
            </Page>
        }
    })
}

/// Leads to a client that may not have a policy, where that is why it could not be saved.
#[component]
fn Forbidden(form: Form, path: WorkspacePath) -> impl IntoView {
    let failure = form.failure()?;
    let client = failure.problems().iter().find_map(|at| match &at.problem {
        Problem::PolicyOfClients { first, .. } => Some(*first),
        _ => None,
    })?;
    Some(view! { <p class="field-links"><A href=path.client_token_policy(client)>"Go to a client that may not have this policy"</A></p> })
}
