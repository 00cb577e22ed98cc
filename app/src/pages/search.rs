//! The search over everything, as a page: what a form without JavaScript leads to.

use domain::name::Slug;
use leptos::prelude::*;

use crate::{
    api::{ApiError, FoundGroup},
    components::{load_at, loaded, use_query, use_tenant_or_installation},
    find::{Asked, find, typed},
    paths, t,
    text::problem,
    ui::{Empty, Glyph, Icon, Link, Notice, Page, Tone},
};

/// What the page shows.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Found {
    /// What was found.
    groups: Vec<FoundGroup>,
    /// Why the text cannot be searched for.
    problem: Option<String>,
}

/// Loads what a text finds in a tenant, or in the installation.
pub async fn load_found(tenant: Option<Slug>, (workspace, client): (String, String), text: String) -> Result<Found, ApiError> {
    let page = format!("/clients/{client}");
    let found = match typed(&text) {
        Ok(text) => find(&Asked { tenant, workspace: Slug::parse(&workspace).ok(), page, text, all: true, ..Asked::default() }).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(groups) => Ok(Found { groups, problem: None }),
        Err(error @ ApiError::Invalid { .. }) => {
            let problem = error.problems().first().map(|at| problem(&at.problem));
            Ok(Found { groups: Vec::new(), problem })
        }
        Err(error) => Err(error),
    }
}

/// The search over everything.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query();
    let (text, workspace, client) = (query.value("q"), query.value("workspace"), query.value("client"));
    let found = load_at(use_tenant_or_installation(), {
        let (text, near) = (text.clone(), (workspace.clone(), client.clone()));
        |tenant| load_found(tenant, near, text)
    });
    loaded(found, move |(tenant, Found { groups, problem })| {
        let window =
            if text.is_empty() { t!("workspaces-search-title").to_owned() } else { t!("workspaces-search-window", text = text.clone()) };
        let here = paths::search(tenant.as_ref());
        let lead = if tenant.is_some() { t!("workspaces-search-lead-tenant") } else { t!("workspaces-search-lead-installation") };
        let nothing = t!("workspaces-search-nothing", text = text.trim().to_owned());
        let results = if let Some(problem) = problem {
            view! { <Notice tone=Tone::Bad>{problem}</Notice> }.into_any()
        } else if groups.is_empty() && !text.trim().is_empty() {
            view! {
                <Empty glyph=Glyph::Search title=t!("workspaces-search-none")>
                    <p>{nothing}</p>
                    <p>{t!("workspaces-search-none-hint")}</p>
                </Empty>
            }
            .into_any()
        } else {
            groups.into_iter().map(|group| view! { <Group group/> }).collect_view().into_any()
        };
        view! {
            <Page title=t!("workspaces-search-title") window lead>
                <form method="get" action=here class="toolbar" role="search" aria-label=t!("workspaces-search-title")>
                    <label class="search">
                        <span class="visually-hidden">{t!("workspaces-search-for")}</span>
                        <Icon glyph=Glyph::Search/>
                        <input type="search" class="input" name="q" value=text.clone() maxlength="200" autocomplete="off"/>
                    </label>
                    {(!workspace.is_empty()).then(|| view! { <input type="hidden" name="workspace" value=workspace.clone()/> })}
                    {(!client.is_empty()).then(|| view! { <input type="hidden" name="client" value=client.clone()/> })}
                    <button type="submit" class="button" data-kind="secondary">{t!("workspaces-search-submit")}</button>
                </form>
                {results}
            </Page>
        }
    })
}

/// What was found of a kind.
#[component]
fn Group(group: FoundGroup) -> impl IntoView {
    let FoundGroup { title, found, more } = group;
    let id = format!("found-{}", title.to_lowercase().replace(' ', "-"));
    let titled = id.clone();
    let links = found.into_iter().map(|link| {
        view! {
            <li><Link href=link.address>{link.name}</Link> <span class="found-detail">{link.detail}</span></li>
        }
    });
    view! {
        <section class="found" aria-labelledby=titled>
            <h2 id=id>{title}</h2>
            <ul>{links.collect_view()}</ul>
            {more.then(|| view! { <p class="found-more">{t!("workspaces-search-more")}</p> })}
        </section>
    }
    .into_any()
}
