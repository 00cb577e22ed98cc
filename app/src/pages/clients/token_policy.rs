mod fields;
mod typed;

use domain::{id::ClientId, impact::Impact};
use leptos::prelude::*;

use self::{
    fields::{OwnLifetimes, OwnPolicy},
    typed::TypedTokenPolicy,
};
use super::{
    frame::{ClientFrame, LoadedClient, load_client, use_client},
    overview::ClientFields,
};
use crate::{
    api::ApiError,
    components::{Decided, ImpactQuestion, TypedLifetimes, loaded, undecided},
    done::DoneNotice,
    form::{Form, FormNotice, PostForm, SaveRow},
    paths::Place,
    ui::{Notice, Tone},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, Problems, desk, done},
    done::Done,
};

/// Saves a client's own lifetimes and refresh-token policy.
#[server(client = crate::api::Caller)]
pub async fn set_client_token_policy(
    place: Place,
    client: ClientId,
    version: i64,
    #[server(default)] typed: TypedTokenPolicy,
    #[server(default)] decided: Decided,
) -> Result<(), ApiError> {
    let (token_ttls, refresh) = typed.parse().keep(&typed)?;
    let policy = control::ClientTokenPolicy { token_ttls, refresh, reach: decided.reach(&typed.lifetimes()) };
    let saved = desk()?.set_client_token_policy(&place.tenant, &place.workspace, client, version, policy).await.keep(&typed)?;
    done(&place.client_token_policy(client), Done::Saved(saved.version));
    Ok(())
}

/// What these lifetimes of a client's own would do to its refresh tokens that live.
#[server(client = crate::api::Caller)]
pub async fn load_client_impact(place: Place, client: ClientId, lifetimes: TypedLifetimes) -> Result<Impact, ApiError> {
    let desk = desk()?;
    let view = desk.load_client(&place.tenant, &place.workspace, client).await?;
    let mut problems = Problems::default();
    let mut token_ttls = None;
    if !lifetimes.refresh_token_ttl.is_empty() {
        let mut own = view.client.settings.token_ttls.unwrap_or(view.workspace.tokens.ttls);
        let ttl = domain::settings::tokens::TokenTtls::parse_refresh_token_ttl(&lifetimes.refresh_token_ttl);
        own.refresh_token_ttl = problems.read("refresh_token_ttl", ttl, None);
        token_ttls = Some(own);
    }
    let idle = lifetimes.refresh_token_idle_ttl.trim();
    let idle = if idle.is_empty() { None } else { problems.take("refresh_token_idle_ttl", domain::lifetime::Lifetime::parse(idle)) };
    let refresh = domain::policy::RefreshOverrides { refresh_token_idle_ttl: idle, ..view.client.settings.refresh };
    let policy = problems.finish(control::ClientTokenPolicy { token_ttls, refresh, reach: None })?;
    Ok(desk.preview_client_token_policy(&place.tenant, &place.workspace, client, &policy).await?)
}

/// A client's own lifetimes and refresh-token policy, and what is in force.
#[component]
pub fn ClientTokenPolicyPage() -> impl IntoView {
    let client = use_client();
    let action = ServerAction::<SetClientTokenPolicy>::new();
    let form = Form::of(action).within("typed");
    let resource = Resource::new(
        move || (client.get(), form.reload()),
        |(client, _)| async move {
            let (place, id) = client?;
            load_client(place, id).await
        },
    );
    let asked = undecided(form, TypedTokenPolicy::lifetimes_of);
    let impact = Resource::new(
        move || (client.get(), asked.get()),
        |(client, asked)| async move {
            let (place, id) = client?;
            match asked {
                Some(lifetimes) => load_client_impact(place, id, lifetimes).await,
                None => Ok(Impact::default()),
            }
        },
    );
    loaded(resource, move |loaded: LoadedClient| {
        let Ok((place, _)) = client.get_untracked() else { return ().into_any() };
        let view = loaded.view.clone();
        let (workspace, settings) = (view.workspace.tokens.clone(), view.client.settings.clone());
        // A policy that the workspace gives breaks no field of the client's own: it is the grant that cannot be had with it.
        let inherited = form.problem("grant_types");
        view! {
            <ClientFrame place=place.clone() loaded tab="Token policy">
                <DoneNotice version=view.client.version failed=form.failed()/>
                <FormNotice form/>
                <PostForm action>
                    <ClientFields place=place.clone() view/>
                    <ImpactQuestion place=place.clone() form lifetimes=asked impact/>
                    {move || inherited.get().map(|sentence| view! { <Notice tone=Tone::Bad>"The workspace's policy is not for this client. "{sentence}</Notice> })}
                    <OwnLifetimes form workspace=workspace.clone() client=settings.clone()/>
                    <OwnPolicy form place workspace client=settings/>
                    <SaveRow form/>
                </PostForm>
            </ClientFrame>
        }
        .into_any()
    })
}
