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
        operator.list_clients(&path, "", Sorted::new(ClientSort::Name, window)).await?
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
            <Page title="Using refresh tokens" lead="How your applications stay signed in without asking again, and how that stays safe.">
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
        <Section title="What they are">
            <p>
                "An access token opens your API, and is short-lived on purpose: whoever steals one can use it for an hour, not a month. "
                "A refresh token is how an application gets the next one without sending the user back to the sign-in page."
            </p>
            <p>
                "A refresh gives a new access token and replaces the refresh token, at most once in a retry window (30 seconds unless you change "
                "it). If a token that was replaced comes back after that, two parties hold the same token, and one of them stole it. Regrant "
                "cannot tell which, so it ends that sign-in for both. The rightful user signs in again; the thief is out."
            </p>
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
            "Allow the grant in the workspace",
            "Settings › Authorization: tick Refresh token.",
            path.authorization(),
            Some(workspace.authorization.grant_types.contains(&GrantType::RefreshToken)),
        ),
        (
            "Give the grant to the client",
            "Clients › your client › OAuth: add refresh_token to its grant types.",
            chosen.map_or_else(|| path.clients(), |id| path.client_oauth(id)),
            of_client(Condition::ClientGrant),
        ),
        (
            "Let the client ask for offline access",
            "Clients › your client › Scopes › Profile: switch Offline access on.",
            chosen.map_or_else(|| path.clients(), |id| path.client_scopes(id)),
            of_client(Condition::OfflineAccess),
        ),
        (
            "Choose how long they live",
            "Auth Server › Tokens: set the Refresh token TTL.",
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
        <Section title="How to enable them" lead="Four switches, all of them needed. Choose a client to see where it stands.">
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
        return view! {
            <p>"No client of this workspace signs users in yet. " <WayTo href=path.new_client()>"Add one"</WayTo> " to see where it stands."</p>
        }
        .into_any();
    }
    let here = path.refresh_tokens_guide();
    let choices = name_choices("clients", &typed, &found, |client| format!("{here}{}", query_string(&[("client", Some(client))])));
    let options = offered.into_iter().map(|(id, name)| view! { <option value=name>{id.to_string()}</option> }).collect_view();
    let field = NameField { name: "client", label: "Client", placeholder: "Name or client ID", without: here.clone() };
    view! {
        <form method="get" action=here class="toolbar">
            {field.offering("guide-clients").view(typed, found)}
            <datalist id="guide-clients">{options}</datalist>
            <button type="submit" class="button" data-kind="secondary">"Check"</button>
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
        Some(true) => "Done",
        Some(false) => "Missing",
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
        Some(client) => view! {
            <p>
                "Code that works, with this client's values in it, is in its "<Link href=path.client_quickstart(client)>"Quickstart"</Link>"; "
                <Link href=path.client_try(client)>"Try it"</Link>" shows each request and its answer without any."
            </p>
        }
        .into_any(),
        None => view! {
            <p>
                "Code that works is in the Quickstart of each of your "<Link href=path.clients()>"clients"</Link>", with that client's values in it."
            </p>
        }
        .into_any(),
    };
    view! {
        <Section title="How an application asks">
            <p>"It adds " <code>"offline_access"</code> " to the scopes of its sign-in. The user is told so, and agrees."</p>
            <p>
                "When its access token has run out, it asks for the next one with the grant type "<code>"refresh_token"</code>
                ", and keeps the new refresh token in place of the old before it does anything else."
            </p>
            <p>
                "If the answer gets lost on the way, it asks again with the same token. Within the retry window it gets the current token, so a "
                "lost answer signs nobody out, nor do several tabs or servers that refresh at once."
            </p>
            {code}
        </Section>
    }
    .into_any()
}

#[component]
fn HowToKeepSafe() -> impl IntoView {
    view! {
        <Section title="How to keep them safe">
            <dl class="advice">
                <div>
                    <dt>"On a server"</dt>
                    <dd>"Store them encrypted, next to the session, and never send them to the browser."</dd>
                </div>
                <div>
                    <dt>"In a single-page application"</dt>
                    <dd>
                        "Keep them in memory, and out of local storage, where any injected script can read them. Rotation must be on. "
                        "Better still, let a small server of yours hold them."
                    </dd>
                </div>
                <div>
                    <dt>"On a phone or computer"</dt>
                    <dd>"Use the system's key store, one refresh token per device, and rotation."</dd>
                </div>
                <div>
                    <dt>"Everywhere"</dt>
                    <dd>
                        "Keep the newest refresh token you were given: one that is older than the retry window looks like a thief's. On sign-out, "
                        "revoke it. Keep its lifetime as short as possible."
                    </dd>
                </div>
            </dl>
        </Section>
    }
    .into_any()
}
