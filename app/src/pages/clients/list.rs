use domain::{
    client::{Client, ClientStatus},
    page::Page as ListPage,
    readiness,
    workspace::Workspace,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    components::{Asked, SearchedList, loaded, use_asked},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::{Badge, Empty, Glyph, Icon, LinkButton, Page, Tone},
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
#[server(client = crate::api::Caller)]
pub async fn load_clients(path: WorkspacePath, search: String, after: String) -> Result<Clients, ApiError> {
    let operator = operator()?;
    let page = operator.list_clients(&path, &search, after.parse().ok()).await?;
    Ok(Clients { workspace: operator.load_workspace(&path).await?, page })
}

/// The clients of a workspace.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let path = use_workspace_path();
    let asked = use_asked();
    let clients = Resource::new(
        move || (path.get(), asked.get()),
        |(path, asked)| async move { load_clients(path?, asked.search, asked.after).await },
    );
    loaded(clients, move |clients: Clients| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let asked = asked.get_untracked();
        let create = path.new_client();
        let create_again = create.clone();
        let actions = move || view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>"New client"</LinkButton> };
        let nothing = clients.page.items.is_empty() && asked.is_all();
        view! {
            <Page title="Clients" lead="The applications and services that ask this workspace for tokens." wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Clients title="No client yet">
                            <p>"A client is an application or service that asks for tokens. Make one for the application you want users to sign in to."</p>
                            <LinkButton href=create_again>"New client"</LinkButton>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <ClientList path clients asked/> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn ClientList(path: WorkspacePath, clients: Clients, asked: Asked) -> impl IntoView {
    let Clients { workspace, page } = clients;
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|client| {
            let (name, href) = (client.settings.name.to_string(), path.client(client.id));
            let (client_type, status) = (client.settings.client_type.label(), client.status);
            let workspace = workspace.clone();
            view! {
                <tr>
                    <th scope="row" data-label="Name"><A href=href>{name}</A></th>
                    <td data-label="Type">{client_type}</td>
                    <td data-label="Status"><StatusBadge status/></td>
                    <td data-label="Refresh tokens"><ReadinessBadge workspace client/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <SearchedList
            here=path.clients()
            label="Clients"
            noun=("client", "clients")
            placeholder="Search by name or client ID"
            looked="in its name, or as its client ID"
            heads=vec!["Name", "Type", "Status", "Refresh tokens"]
            asked
            extent
        >
            {rows}
        </SearchedList>
    }
    .into_any()
}

/// Whether a client may ask for anything, in a word.
#[component]
pub fn StatusBadge(
    /// May it?
    status: ClientStatus,
) -> impl IntoView {
    match status {
        ClientStatus::Active => view! { <Badge tone=Tone::Good>"Active"</Badge> },
        ClientStatus::Inactive => view! { <Badge tone=Tone::Warning>"Inactive"</Badge> },
    }
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
