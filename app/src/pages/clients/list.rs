use domain::{client::Client, page::Page as ListPage, permission::Action, readiness, sort::ClientSort, workspace::Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::badge::StatusBadge;
use crate::{
    api::{ApiError, operator},
    components::{ActionLink, ListQuery, SearchedList, load_at, loaded, use_list_query, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
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
    let page = operator.list_clients(&path, &query.search, query.cut.sorted::<_, ClientSort>()).await?;
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
        let actions =
            move || view! { <ActionLink needs=Action::CreateClient href=create.clone()><Icon glyph=Glyph::Plus/>"New client"</ActionLink> };
        let nothing = clients.page.items.is_empty() && query.is_all();
        view! {
            <Page title="Clients" lead="The applications and services that ask this workspace for tokens." wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Clients title="No client yet">
                            <p>"A client is an application or service that asks for tokens. Make one for the application you want users to sign in to."</p>
                            <ActionLink needs=Action::CreateClient href=create_again>"New client"</ActionLink>
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
            let (client_type, status) = (client.settings.client_type.label(), client.status);
            let created = client.created_at.to_string();
            let workspace = workspace.clone();
            view! {
                <tr>
                    <th scope="row" data-label="Name"><Link href=href>{name}</Link></th>
                    <td data-label="Type">{client_type}</td>
                    <td data-label="Status"><StatusBadge status/></td>
                    <td data-label="Refresh tokens"><ReadinessBadge workspace client/></td>
                    <td data-label="Created"><Time utc=created/></td>
                </tr>
            }
        })
        .collect_view();
    let here = path.clients();
    let heads = vec![
        query.head(&here, "Name", ClientSort::Name),
        "Type".into(),
        "Status".into(),
        "Refresh tokens".into(),
        query.head(&here, "Created", ClientSort::CreatedAt),
    ];
    view! {
        <SearchedList
            here
            label="Clients"
            noun=("client", "clients")
            placeholder="Search by name or client ID"
            looked="in its name, or as its client ID"
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
    if !client.settings.client_type.has_users() {
        return view! { <span class="quiet">"Not applicable"</span> }.into_any();
    }
    let words = match readiness::missing(&workspace, &client).as_slice() {
        [] => return view! { <Badge tone=Tone::Good>"Ready"</Badge> }.into_any(),
        [only] => format!("Off: {}", only.words()),
        several => format!("Off ({} settings missing)", several.len()),
    };
    view! { <span class="quiet">{words}</span> }.into_any()
}
