use domain::{
    decision::Condition,
    grant_type::GrantType,
    id::ClientId,
    page::{Edge, Sorted, Window},
    permission::Action,
    readiness::{self, Missing},
    sort::ClientSort,
    view::ClientView,
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator, permits},
    components::{NameField, NameMatch, Readiness, load_at, loaded, name_choices, query_string, use_query, use_workspace_path},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Glyph, Icon, Link, Page, Section, WayTo},
};

/// What the guide shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guide {
    /// The workspace.
    pub workspace: Workspace,
    /// What is typed to choose a client by.
    pub typed: String,
    /// What that was found to be.
    pub found: NameMatch,
    /// Clients to choose from: identifier and name. Others are found by what is typed.
    pub offered: Vec<(ClientId, String)>,
    /// Whether there are more clients than were looked at for that.
    pub more: bool,
    /// The one that is chosen.
    pub client: Option<ClientView>,
}

/// How many clients are offered before anything is typed.
const OFFERED: u64 = 100;

/// Loads the guide to refresh tokens, for a client or for none.
pub async fn load_refresh_tokens_guide(path: WorkspacePath, client: String) -> Result<Guide, ApiError> {
    let operator = operator()?;
    let found = NameMatch::of_client(&path, &client).await?;
    let chosen = match found.id() {
        Some(id) => Some(operator.load_client(&path, id).await?),
        None => None,
    };
    let window = Window { edge: Edge::Start, limit: OFFERED, reversed: false, counted: false };
    let first = if permits(Action::SeeClients) {
        operator.list_clients(&path, "", Sorted::new(ClientSort::Name, window).ok_or(ApiError::NoSuchPlace)?).await?
    } else {
        domain::page::Page::empty()
    };
    let more = first.next.is_some();
    let offered = first.items.into_iter().filter(|client| client.settings.client_type.has_users());
    let offered = offered.map(|client| (client.id, client.settings.name.to_string())).collect();
    Ok(Guide { workspace: operator.load_workspace(&path).await?, typed: client, found, offered, more, client: chosen })
}

/// The guide to refresh tokens.
#[component]
pub fn RefreshTokensGuide() -> impl IntoView {
    let client = use_query().value("client");
    let loading = load_at(use_workspace_path(), |path| load_refresh_tokens_guide(path, client));
    loaded(loading, move |(path, guide)| {
        let chosen = guide.client.as_ref().map(|view| view.client.id);
        view! {
            <Page title=t!("settings-guide-title") lead=t!("settings-guide-lead")>
                <div class="guide">
                    <WhatTheyAre/>
                    <HowToEnable path=path.clone() guide/>
                    <HowToAsk path chosen/>
                    <HowToKeepSafe/>
                </div>
            </Page>
        }
    })
}

#[component]
fn WhatTheyAre() -> impl IntoView {
    view! {
        <Section title=t!("settings-guide-what")>
            <p>{t!("settings-guide-what-tokens")}</p>
            <p>{t!("settings-guide-what-refresh")}</p>
        </Section>
    }
    .into_any()
}

#[component]
fn HowToEnable(path: WorkspacePath, guide: Guide) -> impl IntoView {
    let Guide { workspace, typed, found, offered, more, client } = guide;
    let nobody = offered.is_empty() && !more && found == NameMatch::All;
    let missing = client.as_ref().map(|view| readiness::missing(&view.workspace, &view.client)).unwrap_or_default();
    let chosen = client.as_ref().map(|view| view.client.id);
    let own_lifetimes =
        client.as_ref().filter(|view| view.client.settings.token_ttls.refresh_token_ttl.is_some()).map(|view| view.client.id);
    let of_client = |condition| chosen.map(|_| !missing.contains(&Missing::Condition(condition)));
    let steps = [
        (
            t!("settings-guide-step-workspace"),
            t!("settings-guide-step-workspace-how"),
            path.authorization(),
            Some(workspace.authorization.grant_types.contains(&GrantType::RefreshToken)),
        ),
        (
            t!("settings-guide-step-client"),
            t!("settings-guide-step-client-how"),
            chosen.map_or_else(|| path.clients(), |id| path.client_oauth(id)),
            of_client(Condition::ClientGrant),
        ),
        (
            t!("settings-guide-step-scope"),
            t!("settings-guide-step-scope-how"),
            chosen.map_or_else(|| path.clients(), |id| path.client_scopes(id)),
            of_client(Condition::OfflineAccess),
        ),
        (
            t!("settings-guide-step-lifetime"),
            t!("settings-guide-step-lifetime-how"),
            own_lifetimes.map_or_else(|| path.token_settings(), |id| path.client_token_policy(id)),
            of_client(Condition::Lifetime).or(Some(workspace.tokens.ttls.refresh_token_ttl.is_some())),
        ),
    ];
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(index, (title, how, href, is_done))| view! { <Step number=index + 1 title how href is_done/> })
        .collect_view();
    let readiness = client.map(|view| view! { <Readiness path=path.clone() view/> });
    view! {
        <Section title=t!("settings-guide-enable") lead=t!("settings-guide-enable-lead")>
            <ChooseClient path=path.clone() typed found offered nobody/>
            <ol class="steps">{items}</ol>
            {readiness}
        </Section>
    }
    .into_any()
}

/// Asks for a client, by its name or its identifier. The first ones are offered while it is typed; all are found by a part of their names.
#[component]
fn ChooseClient(path: WorkspacePath, typed: String, found: NameMatch, offered: Vec<(ClientId, String)>, nobody: bool) -> impl IntoView {
    if nobody {
        let add = view! { <WayTo href=path.new_client()>{t!("settings-guide-nobody-add")}</WayTo> };
        return view! { <p>{t_view!("settings-guide-nobody", add = add)}</p> }.into_any();
    }
    let here = path.refresh_tokens_guide();
    let address = |client: &str| format!("{here}{}", query_string(&[("client", Some(client))]));
    let choices = name_choices(t!("settings-guide-clients"), &typed, &found, address);
    let options = offered.into_iter().map(|(id, name)| view! { <option value=name>{id.to_string()}</option> }).collect_view();
    let (label, placeholder) = (t!("settings-guide-client"), t!("settings-guide-client-placeholder"));
    let field = NameField { name: "client", label, placeholder, without: here.clone() };
    view! {
        <form method="get" action=here class="toolbar">
            {field.offering("guide-clients").view(typed, found)}
            <datalist id="guide-clients">{options}</datalist>
            <button type="submit" class="button" data-kind="secondary">{t!("settings-guide-check")}</button>
        </form>
        {choices}
    }
    .into_any()
}

#[component]
fn Step(number: usize, title: &'static str, how: &'static str, href: String, is_done: Option<bool>) -> impl IntoView {
    let state = match is_done {
        Some(true) => "done",
        Some(false) => "missing",
        None => "unknown",
    };
    let said = match is_done {
        Some(true) => t!("settings-guide-done"),
        Some(false) => t!("settings-guide-missing"),
        None => "",
    };
    view! {
        <li class="step" data-state=state>
            <span class="step-mark" aria-hidden="true">
                {if is_done == Some(true) { view! { <Icon glyph=Glyph::Check/> }.into_any() } else { number.to_string().into_any() }}
            </span>
            <div>
                <Link href=href>{title}</Link>
                <p>{how}</p>
            </div>
            <span class="step-state">{said}</span>
        </li>
    }
    .into_any()
}

#[component]
fn HowToAsk(path: WorkspacePath, chosen: Option<ClientId>) -> impl IntoView {
    let code = match chosen {
        Some(client) => t_view!(
            "settings-guide-code-of-client",
            quickstart = view! { <Link href=path.client_quickstart(client)>{t!("settings-guide-code-quickstart")}</Link> },
            trial = view! { <Link href=path.client_try(client)>{t!("settings-guide-code-trial")}</Link> },
        ),
        None => t_view!("settings-guide-code", clients = view! { <Link href=path.clients()>{t!("settings-guide-code-clients")}</Link> },),
    };
    view! {
        <Section title=t!("settings-guide-ask")>
            <p>{t_view!("settings-guide-ask-scope", scope = view! { <code>"offline_access"</code> })}</p>
            <p>{t_view!("settings-guide-ask-refresh", grant = view! { <code>"refresh_token"</code> })}</p>
            <p>{t!("settings-guide-ask-retry")}</p>
            <p>{code}</p>
        </Section>
    }
    .into_any()
}

#[component]
fn HowToKeepSafe() -> impl IntoView {
    view! {
        <Section title=t!("settings-guide-safe")>
            <dl class="advice">
                <div>
                    <dt>{t!("settings-guide-safe-server")}</dt>
                    <dd>{t!("settings-guide-safe-server-how")}</dd>
                </div>
                <div>
                    <dt>{t!("settings-guide-safe-browser")}</dt>
                    <dd>{t!("settings-guide-safe-browser-how")}</dd>
                </div>
                <div>
                    <dt>{t!("settings-guide-safe-native")}</dt>
                    <dd>{t!("settings-guide-safe-native-how")}</dd>
                </div>
                <div>
                    <dt>{t!("settings-guide-safe-everywhere")}</dt>
                    <dd>{t!("settings-guide-safe-everywhere-how")}</dd>
                </div>
            </dl>
        </Section>
    }
    .into_any()
}
