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
    form::{Form, Opened, OpenedFields, PlaceFields, PostForm, SaveRow, values_of},
    pages::settings::load_workspace,
    paths::{Place, use_place},
    ui::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, desk},
    form::Sent,
};

/// Saves lifetimes, format and refresh-token policy.
#[server(client = crate::api::Caller)]
pub async fn set_token_settings(
    place: Place,
    version: i64,
    typed: TypedTokenSettings,
    #[server(default)] opened: Opened,
    #[server(default)] decided: Decided,
) -> Result<(), ApiError> {
    let (desk, tenant, workspace) = (desk()?, &place.tenant, &place.workspace);
    let in_force = desk.load_workspace(tenant, workspace).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedTokenSettings::of(&in_force.tokens));
    let merged = merged.settled(&desk, &place, in_force.id).await?;
    let settings = merged.typed.parse(in_force.tokens.signing).keep(&merged)?;
    let reach = decided.reach(&merged.typed.lifetimes());
    let saved = desk.set_token_settings(tenant, workspace, merged.version, settings, reach).await.keep(&merged)?;
    merged.done(&place.token_settings(), saved.version);
    Ok(())
}

/// What these lifetimes would do to the refresh tokens that live.
#[server(client = crate::api::Caller)]
pub async fn load_impact(place: Place, lifetimes: TypedLifetimes) -> Result<Impact, ApiError> {
    let desk = desk()?;
    let mut tokens = desk.load_workspace(&place.tenant, &place.workspace).await?.tokens;
    let mut problems = crate::api::Problems::default();
    let ttl = domain::settings::tokens::TokenTtls::parse_refresh_token_ttl(&lifetimes.refresh_token_ttl);
    tokens.ttls.refresh_token_ttl = problems.read("refresh_token_ttl", ttl, None);
    let idle = domain::lifetime::Lifetime::parse(&lifetimes.refresh_token_idle_ttl);
    tokens.refresh.refresh_token_idle_ttl = problems.read("refresh_token_idle_ttl", idle, tokens.refresh.refresh_token_idle_ttl);
    Ok(desk.preview_token_settings(&place.tenant, &place.workspace, &problems.finish(tokens)?).await?)
}

/// Auth Server › Tokens.
#[component]
pub fn TokenSettingsPage() -> impl IntoView {
    let place = use_place();
    let action = ServerAction::<SetTokenSettings>::new();
    let form = Form::of(action).within("typed");
    let workspace = Resource::new(move || (place.get(), form.reload()), |(place, _)| async move { load_workspace(place?).await });
    let asked = undecided(form, TypedLifetimes::of);
    let impact = Resource::new(
        move || (place.get(), asked.get()),
        |(place, asked)| async move {
            match asked {
                Some(lifetimes) => load_impact(place?, lifetimes).await,
                None => Ok(Impact::default()),
            }
        },
    );
    loaded(workspace, move |workspace: Workspace| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        let settings = workspace.tokens;
        view! {
            <Page title="Tokens" lead="How long tokens live, how they are written, and how refresh tokens are kept safe. A client can have its own.">
                <DoneNotice version=workspace.version failed=form.failed()/>
                <PostForm action settings=true>
                    <PlaceFields place=place.clone()/>
                    <OpenedFields form version=workspace.version values=values_of(&TypedTokenSettings::of(&settings))/>
                    <ImpactQuestion place=place.clone() form lifetimes=asked impact/>
                    <Forbidden form place/>
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
fn Forbidden(form: Form, place: Place) -> impl IntoView {
    move || {
        let client = form.failure().with(|failure| {
            failure.as_ref()?.problems().iter().find_map(|at| match &at.problem {
                Problem::PolicyOfClients { first, .. } => Some(*first),
                _ => None,
            })
        });
        client.map(|client| {
            view! { <p class="field-links"><A href=place.client_token_policy(client)>"Go to a client that may not have this policy"</A></p> }
        })
    }
}
