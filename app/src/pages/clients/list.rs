use domain::{client::Client, page::Page as ListPage, permission::Action, readiness, sort::ClientSort, workspace::Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::badge::StatusBadge;
use crate::{
    api::{ApiError, operator},
    components::{ActionLink, ListQuery, SearchedList, load_at, loaded, use_list_query, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Badge, Empty, Glyph, Icon, Link, Page, Time, Tone},
};

/// A workspace's clients, or those a search finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Clients {
    /// The workspace, which has a part in what they get.
    pub workspace: Workspace,
    /// The clients.
    pub page: ListPage<Client>,
}

/// Loads a page of a workspace's clients.
pub async fn load_clients(path: WorkspacePath, query: ListQuery) -> Result<Clients, ApiError> {
    let operator = operator()?;
    let page = operator.list_clients(&path, &query.search, query.cut.sorted::<_, ClientSort>()?).await?;
    Ok(Clients { workspace: operator.load_workspace_of_clients(&path).await?, page })
}

/// The clients of a workspace.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let query = use_list_query();
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
    let Clients { workspace, page } = clients;
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|client| {
            let (name, href) = (client.settings.name.to_string(), path.client(client.id));
            let (client_type, status) = (word(client.settings.client_type.label()), client.status);
            let created = client.created_at.to_string();
            let workspace = workspace.clone();
            view! {
                <tr>
                    <th scope="row" data-label=t!("clients-list-name")><Link href=href>{name}</Link></th>
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
        >
            {rows}
        </SearchedList>
    }
    .into_any()
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
