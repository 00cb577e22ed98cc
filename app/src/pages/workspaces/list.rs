use domain::{
    grants::Level,
    id::WorkspaceId,
    name::{Name, Slug},
    page::Page as ListPage,
    permission::Action,
    sort::WorkspaceSort,
    view::WorkspaceSummary,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::{ActionLink, ListQuery, SearchedList, load_at, loaded, use_list_query, use_tenant},
    done::DoneNotice,
    paths::{self, WorkspacePath},
    places::same_page,
    t,
    ui::{Badge, Empty, Glyph, Icon, Link, Page, Time, Tone, bounded},
};

/// A tenant's workspaces, or those a search finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Workspaces {
    /// The tenant's name.
    pub tenant: Name,
    /// The workspaces.
    pub page: ListPage<ListedWorkspace>,
}

/// A workspace, as far as the reader may see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListedWorkspace {
    /// Its part of addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: Name,
    /// Its first page that the reader may open; none where they may open none.
    pub address: Option<String>,
    /// More about it; none for who may only see what is in it.
    pub summary: Option<WorkspaceSummary>,
}

/// Loads a page of a tenant's workspaces.
pub async fn load_workspaces(tenant: Slug, query: ListQuery) -> Result<Workspaces, ApiError> {
    let operator = operator()?;
    let found = operator.load_tenant(&tenant).await?;
    let listed = |id: WorkspaceId, slug: Slug, name: Name, summary: Option<WorkspaceSummary>| {
        let path = WorkspacePath { tenant: tenant.clone(), workspace: slug.clone() };
        ListedWorkspace { address: same_page(operator.actor(), &path, Level::Workspace(found.id, id), ""), slug, name, summary }
    };
    let (search, asked) = (&query.search, query.cut.sorted::<_, WorkspaceSort>()?);
    let page = if operator.actor().may_within(Action::SeeWorkspaces, Level::Tenant(found.id)) {
        let page = operator.list_workspaces(&tenant, search, asked).await?;
        page.map(|one| listed(one.id, one.slug.clone(), one.name.clone(), Some(one)))
    } else {
        operator.list_named_workspaces(&tenant, search, asked).await?.map(|one| listed(one.id, one.slug, one.name, None))
    };
    Ok(Workspaces { tenant: found.name, page })
}

/// The workspaces of a tenant.
#[component]
pub fn WorkspacesPage() -> impl IntoView {
    let query = use_list_query();
    let asked = query.clone();
    let workspaces = load_at(use_tenant(), |tenant| load_workspaces(tenant, asked));
    loaded(workspaces, move |(tenant, Workspaces { tenant: name, page })| {
        let create = paths::new_workspace(&tenant);
        let create_again = create.clone();
        let actions = move || view! { <ActionLink needs=Action::CreateWorkspace href=create.clone()><Icon glyph=Glyph::Plus/>{t!("workspaces-new-title")}</ActionLink> };
        let lead = t!("workspaces-list-lead", name = name.to_string());
        let nothing = page.items.is_empty() && query.is_all();
        view! {
            <Page title=t!("workspaces-list-title") lead wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Workspace title=t!("workspaces-list-none")>
                            <p>{t!("workspaces-list-none-text")}</p>
                            <ActionLink needs=Action::CreateWorkspace href=create_again>{t!("workspaces-new-title")}</ActionLink>
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
fn WorkspaceList(tenant: Slug, query: ListQuery, page: ListPage<ListedWorkspace>) -> impl IntoView {
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|ListedWorkspace { slug, name, address, summary }| {
            let name = match address {
                Some(href) => view! { <Link href>{name.to_string()}</Link> }.into_any(),
                None => name.to_string().into_any(),
            };
            let system = summary
                .as_ref()
                .is_some_and(|one| one.is_system)
                .then(|| view! { " "<Badge tone=Tone::Neutral>{t!("workspaces-list-system")}</Badge> });
            let clients = summary.as_ref().map(|one| bounded(one.clients));
            let created = summary.map(|one| view! { <Time utc=one.created_at.to_string()/> });
            view! {
                <tr>
                    <th scope="row">{name}{system}</th>
                    <td data-label=t!("workspaces-list-identifier")><code>{slug.to_string()}</code></td>
                    <td data-label=t!("workspaces-list-clients")>{clients}</td>
                    <td data-label=t!("workspaces-list-created")>{created}</td>
                </tr>
            }
        })
        .collect_view();
    let here = paths::workspaces(&tenant);
    let heads = vec![
        query.head(&here, t!("workspaces-list-name"), WorkspaceSort::Name),
        query.head(&here, t!("workspaces-list-identifier"), WorkspaceSort::Slug),
        t!("workspaces-list-clients").into(),
        query.head(&here, t!("workspaces-list-created"), WorkspaceSort::CreatedAt),
    ];
    view! {
        <SearchedList
            here
            label=t!("workspaces-list-title")
            noun=(t!("workspaces-list-one"), t!("workspaces-list-many"))
            placeholder=t!("workspaces-list-search")
            looked=t!("workspaces-list-looked")
            heads
            query
            extent
        >
            {rows}
        </SearchedList>
    }
    .into_any()
}
