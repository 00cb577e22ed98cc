use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use super::{
    chrome::{Chrome, load_chrome},
    environment::environment_name,
    sidebar::{Sidebar, TenantSidebar},
    spot::Spot,
    topbar::Topbar,
};
use crate::{
    islands::{SessionNotice, SessionWords},
    t,
    ui::TitleOfConsole,
};

/// The frame around the pages. It loads beside the page, so that neither waits for the other.
#[component]
pub fn Console() -> impl IntoView {
    let spot = use_location().pathname.with_untracked(|pathname| Spot::of(pathname));
    let path = spot.path();
    let has_sidebar = spot.tenant.is_some();
    let of_tenant = spot.tenant.clone().filter(|_| path.is_none());
    let chrome = OnceResource::new(load_chrome(spot.clone()));
    view! {
        <TitleOfConsole before=environment_name()/>
        <a class="skip-link" href="#content">{t!("layout-skip")}</a>
        <Topbar chrome spot/>
        <SessionNotice words=SessionWords::default()/>
        <div class="console" data-sidebar=has_sidebar.to_string()>
            {path.map(|path| Suspend::new(async move {
                // As in the bar: a page that cannot be shown says why.
                chrome.await.ok().map(|chrome| view! { <Sidebar path permitted=chrome.in_workspace/> })
            }))}
            {of_tenant.map(|tenant| Suspend::new(async move {
                chrome.await.ok().map(|Chrome { in_tenant, within_tenant, .. }| {
                    view! { <TenantSidebar tenant permitted=in_tenant within=within_tenant/> }
                })
            }))}
            <main id="content" class="content" tabindex="-1">
                <Outlet/>
            </main>
        </div>
    }
    .into_any()
}
