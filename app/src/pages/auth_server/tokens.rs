use domain::{impact::Impact, permission::Action, policy::PolicySection, problem::Problem, settings::tokens::TokenSettings};
use leptos::prelude::*;

use super::{
    sections::{Announced, Format, History, KeyBinding, Signing},
    typed::TypedTokenSettings,
};
use crate::{
    api::{ApiError, Keep, Undoing, operator},
    components::{
        Decided, ImpactQuestion, PolicyFields, ShowAs, Shows, TypedLifetimes, load_at, load_settings, loaded, undecided, use_workspace_path,
    },
    form::{Form, FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Indexed, Page, WayTo},
};

/// Saves lifetimes, format, signing and refresh-token policy.
#[server]
pub async fn set_token_settings(
    path: WorkspacePath,
    version: i64,
    typed: TypedTokenSettings,
    #[server(default)] opened: Opened,
    #[server(default)] decided: Decided,
    #[server(default)] reset: String,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let sent = Sent { typed: typed.with_unticked(), version, opened };
    let sent = sent.with_default(&reset, &TypedTokenSettings::of(&TokenSettings::default()));
    let merged = sent.merge(in_force.version, &TypedTokenSettings::of(&in_force.tokens));
    let write = Write { action: Action::SetTokenSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?.unless_reset(&reset)?;
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
    loaded(load_at(use_workspace_path(), load_settings), move |(path, (workspace, changes))| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let (settings, policy) = (workspace.tokens.clone(), workspace.tokens.policy());
        let of_format = changes.clone();
        let question = asked.map(|lifetimes| {
            let path = path.clone();
            loaded(load_impact(path.clone(), lifetimes.clone()), move |impact| view! { <ImpactQuestion path lifetimes impact/> })
        });
        view! {
            <Page title=t!("auth-server-tokens-title") lead=t!("auth-server-tokens-lead")>
                <Indexed>
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
                            changes=changes.clone()
                            section=PolicySection::Lifetimes
                            title=t!("auth-server-tokens-lifetimes")
                            lead=t!("auth-server-tokens-lifetimes-lead")
                        >
                            <Format form format=settings.access_token_format changes=of_format.clone()/>
                            <Announced form expiration=settings.announce_refresh_token_expiration changes=of_format/>
                        </PolicyFields>
                        <PolicyFields
                            form
                            policy
                            changes=changes.clone()
                            section=PolicySection::Rotation
                            title=t!("auth-server-tokens-rotation")
                            lead=t!("auth-server-tokens-rotation-lead")
                            switches=t!("auth-server-tokens-rotation-switches")
                        />
                        <PolicyFields
                            form
                            policy
                            changes=changes.clone()
                            section=PolicySection::Limits
                            title=t!("auth-server-tokens-limits")
                            lead=t!("auth-server-tokens-limits-lead")
                        />
                        <PolicyFields
                            form
                            policy
                            changes=changes.clone()
                            section=PolicySection::Issue
                            title=t!("auth-server-tokens-issuing")
                            lead=t!("auth-server-tokens-issuing-lead")
                            switches=t!("auth-server-tokens-issuing-switches")
                        />
                        <PolicyFields
                            form
                            policy
                            changes=changes.clone()
                            section=PolicySection::Ends
                            title=t!("auth-server-tokens-ends")
                            lead=t!("auth-server-tokens-ends-lead")
                            switches=t!("auth-server-tokens-ends-switches")
                        />
                        <Signing form signing=settings.signing changes=changes.clone()/>
                        <KeyBinding form nonce_required=settings.dpop_nonce_required changes=changes.clone()/>
                        <History form retention=settings.retention changes/>
                    </SettingsForm>
                </Indexed>
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
    let href = path.client_token_policy(client);
    Some(view! { <p class="field-links"><WayTo href>{t!("auth-server-tokens-forbidden")}</WayTo></p> })
}
