use std::collections::BTreeSet;

use domain::{
    client::Client,
    client_origin::{ClientOrigin, ClientSearch},
    id::ClientId,
    page::Page as ListPage,
    permission::Action,
    readiness,
    sort::ClientSort,
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::badge::StatusBadge;
use crate::{
    api::{ApiError, operator},
    components::{ActionLink, ListQuery, SearchedList, choice_field, load_at, loaded, use_filtered_list_query, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Badge, Empty, Glyph, Icon, Link, Page, Time, Tone},
};

/// What the address calls how clients came to be.
const ORIGIN: &str = "origin";

/// A workspace's clients, or those a search finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Clients {
    /// The workspace, which has a part in what they get.
    pub workspace: Workspace,
    /// The clients.
    pub page: ListPage<Client>,
    /// Those of them that registered themselves.
    pub registered: BTreeSet<ClientId>,
}

/// Loads a page of a workspace's clients.
pub async fn load_clients(path: WorkspacePath, query: ListQuery) -> Result<Clients, ApiError> {
    let operator = operator()?;
    let origin = query.only.as_ref().map(|(_, origin)| origin.parse::<ClientOrigin>().map_err(|_| ApiError::NoSuchPlace)).transpose()?;
    let search = ClientSearch { text: &query.search, origin };
    let page = operator.list_clients(&path, search, query.cut.sorted::<_, ClientSort>()?).await?;
    let ids: Vec<_> = page.items.iter().map(|client| client.id).collect();
    let registered = operator.list_registered_clients(&path, &ids).await?;
    Ok(Clients { workspace: operator.load_workspace_of_clients(&path).await?, page, registered })
}

/// The clients of a workspace.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let query = use_filtered_list_query(ORIGIN);
    let asked = query.clone();
    let clients = load_at(use_workspace_path(), |path| load_clients(path, asked));
    loaded(clients, move |(path, clients)| {
        let create = path.new_client();
        let create_again = create.clone();
        let actions = move || {
            view! {
                <ActionLink needs=Action::CreateClient href=create.clone()><Icon glyph=Glyph::Plus/>{t!("clients-list-new")}</ActionLink>
            }
        };
        let nothing = clients.page.items.is_empty() && query.is_all();
        view! {
            <Page title=t!("clients-list-title") lead=t!("clients-list-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Clients title=t!("clients-list-empty")>
                            <p>{t!("clients-list-empty-more")}</p>
                            <ActionLink needs=Action::CreateClient href=create_again>{t!("clients-list-new")}</ActionLink>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <ClientList path clients query/> }.into_any()
                }}
            </Page>
        }
    })
}

#[component]
fn ClientList(path: WorkspacePath, clients: Clients, query: ListQuery) -> impl IntoView {
    let Clients { workspace, page, registered } = clients;
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|client| {
            let (name, href) = (client.settings.name.to_string(), path.client(client.id));
            let (client_type, status) = (word(client.settings.client_type.label()), client.status);
            let created = client.created_at.to_string();
            let (workspace, mark) = (workspace.clone(), origin_mark(&client, &registered));
            view! {
                <tr>
                    <th scope="row" data-label=t!("clients-list-name")><Link href=href>{name}</Link>{mark}</th>
                    <td data-label=t!("clients-list-type")>{client_type}</td>
                    <td data-label=t!("clients-list-status")><StatusBadge status/></td>
                    <td data-label=t!("clients-list-tokens")><ReadinessBadge workspace client/></td>
                    <td data-label=t!("clients-list-created")><Time utc=created/></td>
                </tr>
            }
        })
        .collect_view();
    let here = path.clients();
    let heads = vec![
        query.head(&here, t!("clients-list-name"), ClientSort::Name),
        t!("clients-list-type").into(),
        t!("clients-list-status").into(),
        t!("clients-list-tokens").into(),
        query.head(&here, t!("clients-list-created"), ClientSort::CreatedAt),
    ];
    let chosen = query.only.as_ref().map(|(_, origin)| origin.clone()).unwrap_or_default();
    let origins = ClientOrigin::ALL.map(|origin| (origin.name().to_owned(), origin_words(origin).to_owned()));
    let filter = choice_field(t!("clients-list-origin"), ORIGIN, &chosen, origins);
    view! {
        <SearchedList
            here
            label=t!("clients-list-title")
            noun=(t!("clients-list-one"), t!("clients-list-many"))
            placeholder=t!("clients-list-search")
            looked=t!("clients-list-looked")
            heads
            query
            extent
            filter
        >
            {rows}
        </SearchedList>
    }
    .into_any()
}

/// How clients came to be, in words for the filter.
fn origin_words(origin: ClientOrigin) -> &'static str {
    match origin {
        ClientOrigin::Administrator => t!("clients-list-of-administrators"),
        ClientOrigin::Registration => t!("clients-list-registered"),
        ClientOrigin::Document => t!("clients-list-documents"),
    }
}

/// What tells a client that no administrator has made: anybody may have given it this name.
fn origin_mark(client: &Client, registered: &BTreeSet<ClientId>) -> Option<AnyView> {
    let words = match &client.document {
        Some(document) => t!("clients-list-of-document", host = document.url.host()),
        None if registered.contains(&client.id) => t!("clients-list-registered-itself").to_owned(),
        None => return None,
    };
    Some(view! { " " <Badge>{words}</Badge> }.into_any())
}

/// Whether a client gets refresh tokens, in a few words. Its page says what is missing.
#[component]
fn ReadinessBadge(workspace: Workspace, client: Client) -> impl IntoView {
    let has_users = client.settings.client_type.has_users();
    // A service needs no refresh token, but may be refused like all others.
    let missing = if has_users { readiness::missing(&workspace, &client) } else { readiness::refused_as_missing(&workspace, &client) };
    let words = match missing.as_slice() {
        [] if !has_users => return view! { <span class="quiet">{t!("clients-list-not-applicable")}</span> }.into_any(),
        [] => return view! { <Badge tone=Tone::Good>{t!("clients-list-ready")}</Badge> }.into_any(),
        [only] => t!("clients-list-off", missing = word(only.words())),
        several => t!("clients-list-off-several", count = several.len()),
    };
    view! { <span class="quiet">{words}</span> }.into_any()
}
