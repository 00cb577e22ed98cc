mod fields;
mod typed;

use domain::{id::ClientId, impact::Impact};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use self::typed::Kept;
use self::{
    fields::{OwnLifetimes, OwnPolicy},
    typed::{Sources, TypedTokenPolicy},
};
use super::{
    frame::{ClientFrame, LoadedClient, load_client, use_client},
    overview::ClientFields,
};
use crate::{
    api::ApiError,
    components::{Decided, ImpactQuestion, TypedLifetimes, loaded, undecided},
    done::DoneNotice,
    form::{Form, Opened, OpenedFields, PostForm, SaveRow, values_of},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Notice, Tone},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, operator},
    form::Sent,
};

/// Saves a client's own lifetimes and refresh-token policy.
#[server(client = crate::api::Caller)]
pub async fn set_client_token_policy(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    #[server(default)] typed: TypedTokenPolicy,
    #[server(default)] from: Sources,
    #[server(default)] opened: Opened,
    #[server(default)] decided: Decided,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_client(&path, client).await?.client;
    let chosen = typed.check_sources(&from);
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedTokenPolicy::of(&in_force.settings));
    let merged = merged.settled(&operator, &path, client).await?;
    let kept = Kept { merged: &merged, from: &from };
    chosen.keep(&kept)?;
    let (token_ttls, refresh) = merged.typed.parse().keep(&kept)?;
    let policy = control::ClientTokenPolicy { token_ttls, refresh, reach: decided.reach(&merged.typed.lifetimes()) };
    let saved = operator.set_client_token_policy(&path, client, merged.version, policy).await.keep(&kept)?;
    merged.done(&path.client_token_policy(client), saved.version);
    Ok(())
}

/// What these lifetimes of a client's own would do to its refresh tokens that live.
#[server(client = crate::api::Caller)]
pub async fn load_client_impact(path: WorkspacePath, client: ClientId, lifetimes: TypedLifetimes) -> Result<Impact, ApiError> {
    let operator = operator()?;
    let view = operator.load_client(&path, client).await?;
    let TypedLifetimes { refresh_token_ttl, refresh_token_idle_ttl } = lifetimes;
    let (ttls, refresh) = TypedTokenPolicy { refresh_token_ttl, refresh_token_idle_ttl, ..TypedTokenPolicy::default() }.parse()?;
    let settings = view.client.settings;
    let policy = control::ClientTokenPolicy {
        token_ttls: domain::settings::tokens::TtlOverrides { refresh_token_ttl: ttls.refresh_token_ttl, ..settings.token_ttls },
        refresh: domain::policy::RefreshOverrides { refresh_token_idle_ttl: refresh.refresh_token_idle_ttl, ..settings.refresh },
        reach: None,
    };
    Ok(operator.preview_client_token_policy(&path, client, &policy).await?)
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
            let (path, id) = client?;
            load_client(path, id).await
        },
    );
    let asked = undecided(form, TypedLifetimes::of);
    let impact = Resource::new(
        move || (client.get(), asked.get()),
        |(client, asked)| async move {
            let (path, id) = client?;
            match asked {
                Some(lifetimes) => load_client_impact(path, id, lifetimes).await,
                None => Ok(Impact::default()),
            }
        },
    );
    loaded(resource, move |loaded: LoadedClient| {
        let Ok((path, id)) = client.get_untracked() else { return ().into_any() };
        let view = loaded.view.clone();
        let (workspace, settings) = (view.workspace.tokens.clone(), view.client.settings.clone());
        // A policy that the workspace gives breaks no field of the client's own: it is the grant that cannot be had with it.
        let inherited = form.problem("grant_types");
        view! {
            <ClientFrame path=path.clone() loaded tab="Token policy">
                <DoneNotice version=view.client.version failed=form.failed()/>
                <PostForm action settings=true>
                    <ClientFields path=path.clone() client=id/>
                    <OpenedFields form version=view.client.version values=values_of(&TypedTokenPolicy::of(&settings))/>
                    <ImpactQuestion path=path.clone() form lifetimes=asked impact/>
                    {move || inherited.get().map(|sentence| view! { <Notice tone=Tone::Bad>"The workspace's policy is not for this client. "{sentence}</Notice> })}
                    <OwnLifetimes form workspace=workspace.clone() client=settings.clone()/>
                    <OwnPolicy form path workspace client=settings/>
                    <SaveRow form/>
                </PostForm>
            </ClientFrame>
        }
        .into_any()
    })
}
