use domain::{
    id::ClientId,
    impact::Impact,
    last_change::LastChanges,
    permission::Action,
    policy::{PolicyValue, RefreshPolicy, TokenTtls},
};
use leptos::prelude::*;

use super::{
    document::document_rules,
    frame::{ClientFrame, LoadedClient, client_target, load_client, use_client},
    in_force::InForce,
};
use crate::{
    api::{ApiError, Keep, Undoing, operator},
    components::{
        Decided, ImpactQuestion, PolicyOverride, Sources, TypedLifetimes, TypedOverrides, TypedPolicy, load_at, load_last_changes, loaded,
        undecided,
    },
    form::{FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Indexed, Notice, Section, Tone, WayTo},
};

/// Saves a client's own lifetimes and refresh-token policy.
#[server]
pub async fn set_client_token_policy(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    #[server(default)] typed: TypedPolicy,
    #[server(default)] from: Sources,
    #[server(default)] opened: Opened,
    #[server(default)] decided: Decided,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_client(&path, client).await?.client;
    let sent = Sent { typed: TypedOverrides::sent(&typed, &from), version, opened };
    let write = Write { action: Action::SetClient, client: Some(client), about: &client.to_string() };
    let merged = sent.merge(in_force.version, &TypedOverrides::of(&in_force.settings.policy())).settled(&operator, &path, write).await?;
    let own = merged.typed.read().keep(&merged)?;
    let reach = decided.reach(&merged.typed.lifetimes());
    let policy = control::ClientTokenPolicy { token_ttls: own.ttls, refresh: own.refresh, reach };
    let saved = operator.set_client_token_policy(&path, client, merged.version, policy).await.keep(&merged)?;
    merged.done(&path.client_token_policy(client), saved.version, Undoing::client(&path, &in_force, &saved)).await
}

crate::form::needs!(SetClientTokenPolicy: SetClient);

/// Returns what these lifetimes of a client's own would do to its existing refresh tokens.
pub async fn load_client_impact(path: WorkspacePath, client: ClientId, lifetimes: TypedLifetimes) -> Result<Impact, ApiError> {
    let operator = operator()?;
    let in_force = operator.load_client(&path, client).await?.client.settings.policy();
    let own = TypedOverrides::of(&in_force).with_lifetimes(lifetimes).read()?;
    let policy = control::ClientTokenPolicy { token_ttls: own.ttls, refresh: own.refresh, reach: None };
    Ok(operator.preview_client_token_policy(&path, client, &policy).await?)
}

/// Loads a client with who changed its settings last.
async fn load_own_policy(path: WorkspacePath, client: ClientId) -> Result<(LoadedClient, LastChanges), ApiError> {
    let loaded = load_client(path.clone(), client).await?;
    let changes = load_last_changes(&path, &client.to_string()).await?;
    Ok((loaded, changes))
}

/// A client's own lifetimes and refresh-token policy, and what is in force.
#[component]
pub fn ClientTokenPolicyPage() -> impl IntoView {
    let save = FormAction::<SetClientTokenPolicy>::typed();
    let form = save.form;
    let asked = undecided(form);
    loaded(load_at(use_client(), |(path, id)| load_own_policy(path, id)), move |((path, id), (client, changes))| {
        let view = client.view.clone();
        let (workspace, own) = (view.workspace.tokens.policy(), view.client.settings.policy());
        let fields = |values: &'static [PolicyValue]| {
            values
                .iter()
                .map(|value| view! { <PolicyOverride form value workspace own last=changes.get(value.name).cloned()/> })
                .collect_view()
        };
        let (lifetimes, policy) = (fields(TokenTtls::VALUES), fields(RefreshPolicy::VALUES));
        // A policy that the workspace gives breaks no field of the client's own: it is the grant that cannot be had with it.
        let inherited = form.problem("grant_types");
        let question = asked.map(|lifetimes| {
            let path = path.clone();
            loaded(load_client_impact(path.clone(), id, lifetimes.clone()), move |impact| view! { <ImpactQuestion path lifetimes impact/> })
        });
        view! {
            <ClientFrame path=path.clone() loaded=client tab=t!("clients-tab-token-policy") settings=true>
                <Indexed>
                    <InForce path=path.clone() view=view.clone()/>
                    <SettingsForm
                        action=save.read_only(document_rules(&view.client))
                        target=client_target(&path, id)
                        version=view.client.version
                        shown=Shown::of(&TypedOverrides::of(&own))
                        saved=SavedNotice::Above
                    >
                        {question}
                        {inherited.map(|sentence| view! { <Notice tone=Tone::Bad>{t!("clients-token-policy-inherited")}" "{sentence}</Notice> })}
                        <Section title=t!("clients-token-policy-lifetimes") lead=t!("clients-token-policy-lifetimes-lead")>
                            {lifetimes}
                        </Section>
                        <Section title=t!("clients-token-policy-refresh") lead=t!("clients-token-policy-refresh-lead")>
                            <p class="field-links"><WayTo href=path.token_settings()>{t!("clients-token-policy-workspace")}</WayTo></p>
                            {policy}
                        </Section>
                    </SettingsForm>
                </Indexed>
            </ClientFrame>
        }
    })
}
