use domain::{
    client::{Client, ClientStatus},
    decision::{self, Decision, Request},
    page::Page as ListPage,
    workspace::Workspace,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::desk;
use crate::{
    api::ApiError,
    components::{SearchBar, loaded, query_string},
    done::DoneNotice,
    paths::{Place, use_place},
    ui::{Badge, Empty, Glyph, Icon, Kind, LinkButton, Page, Pagination, Table, Tone},
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
#[server]
pub async fn load_clients(place: Place, search: String, after: String) -> Result<Clients, ApiError> {
    let (desk, tenant, workspace) = (desk()?, &place.tenant, &place.workspace);
    let page = desk.list_clients(tenant, workspace, &search, after.parse().ok()).await?;
    Ok(Clients { workspace: desk.load_workspace(tenant, workspace).await?, page })
}

/// The clients of a workspace.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let place = use_place();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("q").unwrap_or_default(), query.get("after").unwrap_or_default())));
    let clients = Resource::new(
        move || (place.get(), asked.get()),
        |(place, (search, after))| async move { load_clients(place?, search, after).await },
    );
    loaded(clients, move |clients: Clients| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        let (search, after) = asked.get_untracked();
        let create = place.new_client();
        let create_again = create.clone();
        let actions = move || view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>"New client"</LinkButton> };
        let nothing = clients.page.items.is_empty() && search.is_empty() && after.is_empty();
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
                    view! { <ClientList place clients search after/> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn ClientList(place: Place, clients: Clients, search: String, after: String) -> impl IntoView {
    let Clients { workspace, page } = clients;
    let here = place.clients();
    let address = |after: Option<&str>| format!("{here}{}", query_string(&[("q", Some(search.as_str())), ("after", after)]));
    let first = (!after.is_empty()).then(|| address(None));
    let next = page.next.as_deref().map(|cursor| address(Some(cursor)));
    let (shown, total, none) = (page.items.len(), page.total, page.items.is_empty());
    let rows = page
        .items
        .into_iter()
        .map(|client| {
            let (name, href) = (client.settings.name.to_string(), place.client(client.id));
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
    let searched = search.clone();
    view! {
        <SearchBar action=here.clone() label="Search clients" placeholder="Search by name or client ID" search/>
        {if none {
            view! {
                <Empty glyph=Glyph::Search title="Nothing found">
                    <p>{if searched.is_empty() { "There are no more clients.".to_owned() } else { format!("No client has “{searched}” in its name, or as its client ID.") }}</p>
                    <LinkButton href=here kind=Kind::Secondary>"Show all clients"</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Table label="Clients" heads=vec!["Name", "Type", "Status", "Refresh tokens"]>
                    <tbody>{rows}</tbody>
                </Table>
                <Pagination shown total noun=("client", "clients") first next/>
            }
            .into_any()
        }}
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
        return view! { <span class="quiet">"Needs none"</span> }.into_any();
    }
    match decision::decide(&workspace, &client, Request::WILLING) {
        Decision::Issue => view! { <Badge tone=Tone::Good>"Ready"</Badge> }.into_any(),
        Decision::Withhold(conditions) => {
            let words = match conditions.as_slice() {
                [only] => format!("Off: {}", only.failure()),
                several => format!("Off: {} things missing", several.len()),
            };
            view! { <span class="quiet">{words}</span> }.into_any()
        }
    }
}
