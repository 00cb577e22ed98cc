use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};
use wasm_bindgen::JsCast;

use super::{chrome::load_chrome, session_notice::SessionNotice, sidebar::Sidebar, spot::Spot, topbar::Topbar};
use crate::components::use_query;

/// The frame around the pages. It loads beside the page, so that neither waits for the other.
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

/// Closes the menu and moves the focus to the content when a link was followed.
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
