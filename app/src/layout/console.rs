use domain::name::Slug;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};

use super::{chrome::load_chrome, session_notice::SessionNotice, sidebar::Sidebar, topbar::Topbar};
use wasm_bindgen::JsCast;

use crate::{components::use_query, paths::WorkspacePath};

/// The frame. What it loads stands beside the page and never around it.
#[component]
pub fn Console() -> impl IntoView {
    let pathname = use_location().pathname;
    let spot = Memo::new(move |_| pathname.with(|pathname| Spot::of(pathname)));
    let tenant = Memo::new(move |_| spot.with(|spot| spot.tenant.clone()));
    let path = Memo::new(move |_| spot.with(Spot::path));
    let query = use_query();
    // Names are loaded again after something was done: it may have been a name.
    let done = Memo::new(move |_| query.with(|query| (query.value("done"), query.value("version"))));
    let chrome = Resource::new(move || (tenant.get(), done.get()), |(tenant, _)| load_chrome(tenant));
    arrive(pathname);

    view! {
        <Title formatter=|title: String| if title.is_empty() { "Regrant".to_owned() } else { format!("{title} · Regrant") }/>
        // The browser's own: the router would scroll there and leave the focus behind.
        <a class="skip-link" href="#content" rel="external">"Skip to content"</a>
        <Topbar chrome spot/>
        <SessionNotice/>
        <div class="console" data-sidebar=move || path.with(Option::is_some).to_string()>
            {move || path.get().map(|path| view! { <Sidebar path/> })}
            <main id="content" class="content" tabindex="-1">
                <Outlet/>
            </main>
        </div>
    }
    .into_any()
}

/// Where in the console a page is, by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The tenant.
    pub tenant: Option<Slug>,
    /// The workspace.
    pub workspace: Option<Slug>,
}

impl Spot {
    fn of(path: &str) -> Self {
        let mut parts = path.split('/').skip(2).map(|part| Slug::parse(part).ok());
        let tenant = parts.next().flatten();
        // The addresses of the console's own pages are no slugs.
        let workspace = parts.next().flatten().filter(|_| tenant.is_some());
        Self { tenant, workspace }
    }

    /// The workspace with its tenant.
    pub fn path(&self) -> Option<WorkspacePath> {
        Some(WorkspacePath { tenant: self.tenant.clone()?, workspace: self.workspace.clone()? })
    }
}

/// Whoever follows a link wants the page: its menu closes, and the keyboard goes on in the content.
fn arrive(path: Memo<String>) {
    Effect::new(move |last: Option<()>| {
        path.track();
        if last.is_none() {
            return;
        }
        let content = document().get_element_by_id("content");
        if let Some(content) = content.and_then(|content| content.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = content.focus();
        }
        let open = document().query_selector("[popover]:popover-open").ok().flatten();
        if let Some(open) = open.and_then(|open| open.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = open.hide_popover();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_the_spot() {
        let spot = |path| Spot::of(path);
        assert_eq!(spot("/console"), Spot::default());
        assert_eq!(spot("/console/acme").tenant.unwrap().as_str(), "acme");
        assert_eq!(spot("/console/acme/new-workspace").path(), None);
        assert_eq!(spot("/console/acme/main/clients").path().unwrap().to_string(), "acme/main");
    }
}
