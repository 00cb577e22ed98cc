use domain::{
    name::{Name, Slug},
    page::Page as ListPage,
    view::WorkspaceSummary,
};
use leptos::prelude::*;
use leptos_router::{
    components::{A, Form},
    hooks::use_query_map,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::desk;
use crate::{
    api::ApiError,
    components::{loaded, query_string},
    done::DoneNotice,
    paths::{self, Place, use_tenant},
    ui::{Empty, Glyph, Icon, LinkButton, Page, Pagination, Table, Time, group},
};

/// A tenant's workspaces, or those a search finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Workspaces {
    /// The tenant's name.
    pub tenant: Name,
    /// The workspaces.
    pub page: ListPage<WorkspaceSummary>,
}

/// Loads a page of a tenant's workspaces.
#[server]
pub async fn load_workspaces(tenant: Slug, search: String, after: String) -> Result<Workspaces, ApiError> {
    let desk = desk()?;
    let name = desk.load_tenant(&tenant).await?.name;
    Ok(Workspaces { tenant: name, page: desk.list_workspaces(&tenant, &search, Slug::parse(&after).ok()).await? })
}

/// The workspaces of a tenant.
#[component]
pub fn WorkspacesPage() -> impl IntoView {
    let tenant = use_tenant();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("q").unwrap_or_default(), query.get("after").unwrap_or_default())));
    let workspaces = Resource::new(
        move || (tenant.get(), asked.get()),
        |(tenant, (search, after))| async move { load_workspaces(tenant?, search, after).await },
    );
    view! {
        {loaded(workspaces, move |Workspaces { tenant: name, page }| {
            let Ok(tenant) = tenant.get_untracked() else { return ().into_any() };
            let (search, after) = asked.get_untracked();
            let create = paths::new_workspace(&tenant);
            let create_again = create.clone();
            let actions = move || view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>"New workspace"</LinkButton> };
            let lead = format!("The authorization servers of {name}. Each has its own issuer, keys, clients, users and settings.");
            let nothing = page.items.is_empty() && search.is_empty() && after.is_empty();
            view! {
                <Page title="Workspaces" lead wide=true actions=actions.into()>
                    <DoneNotice/>
                    {if nothing {
                        view! {
                            <Empty glyph=Glyph::Workspace title="No workspace yet">
                                <p>"A workspace is an authorization server: make one, add a client to it, and your applications can get tokens."</p>
                                <LinkButton href=create_again>"New workspace"</LinkButton>
                            </Empty>
                        }
                        .into_any()
                    } else {
                        view! { <WorkspaceList tenant search after page/> }.into_any()
                    }}
                </Page>
            }
            .into_any()
        })}
    }
    .into_any()
}

#[component]
fn WorkspaceList(tenant: Slug, search: String, after: String, page: ListPage<WorkspaceSummary>) -> impl IntoView {
    let here = paths::workspaces(&tenant);
    let address = |after: Option<&str>| format!("{here}{}", query_string(&[("q", Some(search.as_str())), ("after", after)]));
    let first = (!after.is_empty()).then(|| address(None));
    let next = page.next.as_deref().map(|cursor| address(Some(cursor)));
    let (shown, total, none) = (page.items.len(), page.total, page.items.is_empty());
    let rows = page
        .items
        .into_iter()
        .map(|workspace| {
            let place = Place { tenant: tenant.clone(), workspace: workspace.slug.clone() };
            view! {
                <tr>
                    <th scope="row"><A href=place.overview()>{workspace.name.to_string()}</A></th>
                    <td data-label="Address"><code>{workspace.slug.to_string()}</code></td>
                    <td data-label="Clients">{group(workspace.clients)}</td>
                    <td data-label="Created"><Time utc=workspace.created_at.to_string()/></td>
                </tr>
            }
        })
        .collect_view();
    let searched = search.clone();
    view! {
        <Form method="GET" action=here.clone() attr:class="toolbar" attr:role="search">
            <label class="search">
                <span class="visually-hidden">"Search workspaces"</span>
                <Icon glyph=Glyph::Search/>
                <input type="search" class="input" name="q" value=search.clone() placeholder="Search by name or address" autocomplete="off"/>
            </label>
            <button type="submit" class="button" data-kind="secondary">"Search"</button>
        </Form>
        {if none {
            view! {
                <Empty glyph=Glyph::Search title="Nothing found">
                    <p>{if searched.is_empty() { "There are no more workspaces.".to_owned() } else { format!("No workspace has “{searched}” in its name or address.") }}</p>
                    <LinkButton href=here kind=crate::ui::Kind::Secondary>"Show all workspaces"</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Table label="Workspaces" heads=vec!["Name", "Address", "Clients", "Created"]>
                    <tbody>{rows}</tbody>
                </Table>
                <Pagination shown total noun=("workspace", "workspaces") first next/>
            }
            .into_any()
        }}
    }
    .into_any()
}
