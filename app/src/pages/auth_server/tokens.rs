use domain::{impact::Impact, policy::PolicySection, problem::Problem};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    sections::{Format, History, KeyBinding, Signing},
    typed::TypedTokenSettings,
};
use crate::{
    api::ApiError,
    components::{Decided, ImpactQuestion, PolicyFields, TypedLifetimes, load_at, load_workspace, loaded, undecided},
    form::{Form, FormAction, Opened, SavedNotice, SettingsForm, Shown, Target},
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, operator},
    form::Sent,
};

/// Saves lifetimes, format, signing and refresh-token policy.
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
    let merged = Sent { typed: typed.with_unticked(), version, opened }.merge(in_force.version, &TypedTokenSettings::of(&in_force.tokens));
    let merged = merged.settled(&operator, &path, in_force.id).await?;
    let settings = merged.typed.parse(&in_force.tokens).keep(&merged)?;
    let reach = decided.reach(&merged.typed.lifetimes());
    let saved = operator.set_token_settings(&path, merged.version, settings, reach).await.keep(&merged)?;
    merged.done(&path.token_settings(), saved.version);
    Ok(())
}

/// Returns what these lifetimes would do to existing refresh tokens.
#[server(client = crate::api::Caller)]
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
    let path = use_workspace_path();
    let save = FormAction::<SetTokenSettings>::typed();
    let form = save.form;
    let asked = undecided(form);
    let impact = Resource::new(
        move || (path.get(), asked.get()),
        |(path, asked)| async move {
            match asked {
                Some(lifetimes) => load_impact(path?, lifetimes).await,
                None => Ok(Impact::default()),
            }
        },
    );
    let resource = load_at(path, move || form.reload(), |path, _| load_workspace(path));
    loaded(resource, move |(path, workspace)| {
        let (settings, policy) = (workspace.tokens.clone(), workspace.tokens.policy());
        view! {
            <Page title="Tokens" lead="How long tokens live, how they are written, and how refresh tokens are kept safe. A client can have its own.">
                <SettingsForm
                    action=save
                    target=Target::workspace(&path)
                    version=workspace.version
                    shown=Shown::of(&TypedTokenSettings::of(&settings))
                    saved=SavedNotice::Above
                >
                    <ImpactQuestion path=path.clone() form lifetimes=asked impact/>
                    <Forbidden form path/>
                    <PolicyFields
                        form
                        policy
                        section=PolicySection::Lifetimes
                        title="Time to Live Settings"
                        lead="Durations such as 30d, 720h or 1y 6mo. A month is 30 days, a year 365."
                    >
                        <Format form format=settings.access_token_format/>
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
                        title="Ends with"
                        lead="Other events that end a refresh token."
                        switches="Sessions and passwords"
                    />
                    <Signing form signing=settings.signing/>
                    <KeyBinding form nonce_required=settings.dpop_nonce_required/>
                    <History form retention=settings.retention/>
                </SettingsForm>
            </Page>
        }
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
