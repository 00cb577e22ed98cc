use domain::{
    client::ClientSettings,
    id::ClientId,
    impact::Paused,
    name::Slug,
    permission::Action,
    view::{ApiClientRole, ClientView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::document::OfDocument;
use crate::{
    api::{ApiError, Keep as _, Typed, Undoing, operator, permits, show_once, shown_once},
    components::{PauseQuestion, Readiness, ShowAs, Shows, asks_about_pauses, loaded, use_param_in_workspace},
    form::{Form, Sent, Target, Write},
    paths::{self, WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::role_at,
    ui::{Breadcrumb, Link, NewSecret, Notice, Page, Tab, Tabs, Tone},
};

/// A client as each of its pages shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedClient {
    /// The client.
    pub view: ClientView,
    /// Its secret, where it was made just now. This is the only time it is seen.
    pub secret: Option<String>,
}

/// Loads a client.
pub async fn load_client(path: WorkspacePath, client: ClientId) -> Result<LoadedClient, ApiError> {
    let view = operator()?.load_client(&path, client).await?;
    Ok(LoadedClient { view, secret: shown_secret(client) })
}

/// Sends a client's new secret along to its page.
pub(super) fn show_secret(client: ClientId, secret: &domain::secret::Secret<String>) {
    show_once(&format!("{client}.{}", secret.expose()));
}

/// The secret that was sent along, where it is this client's.
pub(super) fn shown_secret(client: ClientId) -> Option<String> {
    shown_once()?.strip_prefix(&format!("{client}.")).map(str::to_owned)
}

/// Saves what was typed on a page of a client, and leads there. A secret that comes of it goes along. `of` is what the page shows of
/// settings, and `change` reads it back into them. `pausing` says that active refresh tokens may be paused by it.
pub(super) async fn change_client<T: Serialize + serde::de::DeserializeOwned>(
    path: &WorkspacePath,
    client: ClientId,
    page: &str,
    sent: Sent<T>,
    of: impl FnOnce(&ClientSettings) -> T,
    change: impl FnOnce(&T, ClientSettings) -> Result<ClientSettings, ApiError>,
    pausing: bool,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let before = operator.load_client(path, client).await?.client;
    let write = Write { action: Action::SetClient, client: Some(client), about: &client.to_string() };
    let merged = sent.merge(before.version, &of(&before.settings)).settled(&operator, path, write).await?;
    let settings = change(&merged.typed, before.settings.clone()).keep(&merged)?;
    if !pausing && !operator.preview_client_pauses(path, client, &settings).await.keep(&merged)?.is_none() {
        return Err(ApiError::Undecided { typed: Typed::default() }).keep(&merged);
    }
    let saved = operator.set_client(path, client, merged.version, settings).await.keep(&merged)?;
    if let Some(secret) = &saved.secret {
        show_secret(client, secret);
    }
    merged.done(page, saved.client.version, Undoing::client(path, &before, &saved.client)).await
}

/// Returns what would be paused by settings of a client that are changed like this.
async fn load_pauses(path: WorkspacePath, client: ClientId, change: impl FnOnce(&mut ClientSettings) + Send) -> Result<Paused, ApiError> {
    let operator = operator()?;
    let mut settings = operator.load_client(&path, client).await?.client.settings;
    change(&mut settings);
    Ok(operator.preview_client_pauses(&path, client, &settings).await?)
}

/// Asks, where a form's last submission left that to be decided, whether what `change` turns off is turned off.
pub(super) fn pause_question(
    form: Form,
    path: &WorkspacePath,
    client: ClientId,
    back: String,
    change: impl FnOnce(&mut ClientSettings) + Send + 'static,
) -> AnyView {
    let of = path.clone();
    asks_about_pauses(form)
        .then(|| loaded(load_pauses(path.clone(), client, change), move |paused| view! { <PauseQuestion path=of paused back/> }))
        .into_any()
}

/// Returns what a form changes that is about a client.
pub(super) fn client_target(path: &WorkspacePath, client: ClientId) -> Target {
    Target::workspace(path).with("client", client)
}

/// Returns the client whose page is shown.
pub(super) fn use_client() -> Result<(WorkspacePath, ClientId), ApiError> {
    use_param_in_workspace("client")
}

/// What stands on every page of a client: its name, whether it gets refresh tokens, and the way to its other pages.
#[component]
pub fn ClientFrame(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    loaded: LoadedClient,
    /// Which of its pages this is.
    tab: &'static str,
    /// Whether it shows settings.
    #[prop(optional)]
    settings: bool,
    /// What was done on the page, where it says so above its parts.
    #[prop(optional)]
    said: Option<AnyView>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let LoadedClient { view, secret } = loaded;
    let (id, name) = (view.client.id, view.client.settings.name.to_string());
    let steps = vec![(path.clients(), t!("clients-frame-clients").to_owned())];
    let (here, document_title) = (name.clone(), format!("{name}: {tab}"));
    let tabs = [
        (path.client(id), t!("clients-tab-overview")),
        (path.client_oauth(id), t!("clients-tab-oauth")),
        (path.client_scopes(id), t!("clients-tab-scopes")),
        (path.client_token_policy(id), t!("clients-tab-token-policy")),
        (path.client_tokens(id), t!("clients-tab-tokens")),
        (path.client_quickstart(id), t!("clients-tab-quickstart")),
        (path.client_try(id), t!("clients-tab-try")),
        (path.client_explain(id), t!("clients-tab-explain")),
    ];
    // What its document says is declared there.
    let show_as = (settings && view.client.document.is_none()).then(|| {
        let shows = Shows::Client(Box::new(view.client.clone()));
        view! { <ShowAs path=path.clone() shows/> }
    });
    // A service gets no refresh token, and never had one: its type is fixed.
    let (of_tokens, has_users) = (path.client_tokens(id), view.client.settings.client_type.has_users());
    let tabs = tabs.into_iter().filter(|(href, _)| has_users || *href != of_tokens);
    let tabs = tabs.map(|(href, name)| view! { <Tab href>{name}</Tab> }).collect_view();
    view! {
        <Page title=name.clone() window=document_title wide=true above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()>
            // What was done comes first, and then what is shown only once.
            {said}
            {secret.map(|secret| view! {
                <NewSecret
                    title=t!("clients-frame-secret")
                    reader=t!("clients-frame-secret-reader")
                    lost=t!("clients-frame-secret-lost")
                    secret
                />
            })}
            {view.api_client.clone().map(|role| view! { <OfApi tenant=path.tenant.clone() role/> })}
            {if view.api_client.is_some() {
                ().into_any()
            } else if let Some(document) = view.client.document.clone() {
                view! { <OfDocument document/> }.into_any()
            } else {
                view! { <Readiness path view/> }.into_any()
            }}
            <Tabs label=t!("clients-frame-pages", name = name)>{tabs}</Tabs>
            {children()}
            {show_as}
        </Page>
    }
    .into_any()
}

/// What an API client is.
#[component]
fn OfApi(tenant: Slug, role: ApiClientRole) -> impl IntoView {
    let acts = match role.words {
        Some(words) => t_view!("clients-frame-api-role", role = view! { <strong>{role_at(&words)}</strong> }),
        None => t!("clients-frame-api-no-role").into_any(),
    };
    let all = permits(Action::SeeAdministrators).then(|| {
        let clients = view! { <Link href=paths::api_clients(&tenant)>{t!("clients-frame-api-clients")}</Link> };
        t_view!("clients-frame-api-all", clients = clients)
    });
    view! {
        <Notice tone=Tone::Neutral>
            <strong>{t!("clients-frame-api")}</strong>" "{acts}" "{t!("clients-frame-api-secret")}" "{all}
        </Notice>
    }
    .into_any()
}
