use domain::{
    name::{Name, Slug},
    page::Page as ListPage,
    permission::Action,
    view::WorkspaceSummary,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::{ActionLink, ListQuery, SearchedList, load_at, loaded, use_list_query, use_tenant},
    done::DoneNotice,
    paths::{self, WorkspacePages as _, WorkspacePath},
    ui::{Empty, Glyph, Icon, Page, Time, bounded},
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
pub async fn load_workspaces(tenant: Slug, search: String, after: String) -> Result<Workspaces, ApiError> {
    let operator = operator()?;
    let name = operator.load_tenant(&tenant).await?.name;
    Ok(Workspaces { tenant: name, page: operator.list_workspaces(&tenant, &search, Slug::parse(&after).ok()).await? })
}

/// The workspaces of a tenant.
#[component]
pub fn WorkspacesPage() -> impl IntoView {
    let query = use_list_query();
    let ListQuery { search, after } = query.clone();
    let workspaces = load_at(use_tenant(), |tenant| load_workspaces(tenant, search, after));
    loaded(workspaces, move |(tenant, Workspaces { tenant: name, page })| {
        let create = paths::new_workspace(&tenant);
        let create_again = create.clone();
        let actions = move || view! { <ActionLink needs=Action::CreateWorkspace href=create.clone()><Icon glyph=Glyph::Plus/>"New workspace"</ActionLink> };
        let lead = format!("The authorization servers of {name}. Each has its own issuer, keys, clients, users and settings.");
        let nothing = page.items.is_empty() && query.is_all();
        view! {
            <Page title="Workspaces" lead wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Workspace title="No workspace yet">
                            <p>"A workspace is an authorization server: make one, add a client to it, and your applications can get tokens."</p>
                            <ActionLink needs=Action::CreateWorkspace href=create_again>"New workspace"</ActionLink>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <WorkspaceList tenant query page/> }.into_any()
                }}
            </Page>
        }
    })
}

#[component]
fn WorkspaceList(tenant: Slug, query: ListQuery, page: ListPage<WorkspaceSummary>) -> impl IntoView {
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|workspace| {
            let path = WorkspacePath { tenant: tenant.clone(), workspace: workspace.slug.clone() };
            view! {
                <tr>
                    <th scope="row"><A href=path.overview()>{workspace.name.to_string()}</A></th>
                    <td data-label="Identifier"><code>{workspace.slug.to_string()}</code></td>
                    <td data-label="Clients">{bounded(workspace.clients)}</td>
                    <td data-label="Created"><Time utc=workspace.created_at.to_string()/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <SearchedList
            here=paths::workspaces(&tenant)
            label="Workspaces"
            noun=("workspace", "workspaces")
            placeholder="Search by name or identifier"
            looked="in its name or identifier"
            heads=vec!["Name", "Identifier", "Clients", "Created"]
            query
            extent
        >
            {rows}
        </SearchedList>
    }
    .into_any()
}
