use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::components::A;

use super::{
    chrome::{Chrome, SignOut, SwitcherEntry},
    environment::EnvironmentBadge,
    spot::Spot,
};
use crate::{
    api::ApiError,
    components::{LanguageSwitch, ThemeSwitch},
    form::PlainForm,
    islands::{FinderPlace, FinderWords, Palette, PaletteWords, WorkspaceFinder},
    paths, t,
    text::role_at,
    ui::{Glyph, Icon, Logo, Menu, MenuButton},
};

/// The bar at the top: which tenant and workspace this is, and who is signed in.
#[component]
pub fn Topbar(
    /// What it shows.
    chrome: OnceResource<Result<Chrome, ApiError>>,
    /// Where the page is.
    spot: Spot,
) -> impl IntoView {
    view! {
        <header class="topbar">
            {spot.tenant.is_some().then(|| {
                let label = if spot.workspace.is_some() { t!("layout-pages-of-workspace") } else { t!("layout-pages-of-tenant") };
                view! {
                    <span class="topbar-pages">
                        <MenuButton menu="sidebar" label><Icon glyph=Glyph::MenuLines/></MenuButton>
                    </span>
                }
            })}
            <A href=paths::HOME attr:class="topbar-home" attr:aria-label=t!("layout-home")><Logo/></A>
            <EnvironmentBadge/>
            {Suspend::new(async move {
                // A page that cannot be shown says why; the frame stays without names then.
                chrome.await.ok().map(|chrome| view! {
                    <Switcher chrome=chrome.clone() spot=spot.clone()/>
                    <Search spot/>
                    <Account chrome/>
                })
            })}
        </header>
    }
    .into_any()
}

/// Which tenant and which workspace, and the way to the others.
#[component]
fn Switcher(chrome: Chrome, spot: Spot) -> impl IntoView {
    let Some(SwitcherEntry { slug: tenant, name, .. }) = chrome.tenant.clone() else {
        return view! { <TenantSwitcher chrome spot/> }.into_any();
    };
    let tenant_name = name.to_string();
    let current = chrome.workspace.as_ref().map(|workspace| workspace.slug.clone());
    let workspace_name = chrome.workspace.as_ref().map(|workspace| workspace.name.to_string());
    let entry = |named: &SwitcherEntry| {
        let here = (Some(&named.slug) == current.as_ref()).then_some("true");
        view! {
            <li>
                <a href=named.address.clone() aria-current=here>
                    {named.name.to_string()} <span class="menu-detail">{named.slug.to_string()}</span>
                </a>
            </li>
        }
    };
    let recent = chrome.recent.iter().map(entry).collect_view();
    let recent = (!chrome.recent.is_empty()).then(|| view! { <p class="menu-title">{t!("layout-opened-lately")}</p> <ul>{recent}</ul> });
    // Each workspace stands there once.
    let others: Vec<_> = chrome.workspaces.iter().filter(|one| !chrome.recent.contains(one)).map(entry).collect();
    let others = (!others.is_empty()).then(|| view! { <p class="menu-title">{t!("layout-page-workspaces")}</p> <ul>{others}</ul> });
    let place = FinderPlace {
        tenant: tenant.to_string(),
        workspace: spot.workspace.as_ref().map(ToString::to_string).unwrap_or_default(),
        page: spot.page.clone(),
        workspaces_only: true,
    };
    let several_tenants = chrome.tenants.len() > 1;
    let tenants = chrome
        .tenants
        .iter()
        .map(|named| {
            let here = (named.slug == tenant).then_some("true");
            view! { <li><a href=named.address.clone() aria-current=here>{named.name.to_string()}</a></li> }
        })
        .collect_view();
    view! {
        <div class="switcher">
            <MenuButton menu="switcher">
                <span class="visually-hidden">{t!("layout-switch-workspace")} " "</span>
                <span class="switcher-tenant">{tenant_name}</span>
                {workspace_name.map(|name| view! { <span class="switcher-slash" aria-hidden="true">"/"</span> <span class="switcher-workspace">{name}</span> })}
                <Icon glyph=Glyph::UpDown/>
            </MenuButton>
            <Menu id="switcher" label=t!("layout-tenant-and-workspace")>
                <WorkspaceFinder place action=paths::workspaces(&tenant) words=FinderWords::of(t!("layout-search-workspaces"))/>
                {recent}
                {others}
                <ul>
                    <li><a href=paths::workspaces(&tenant)>{t!("layout-all-workspaces")}</a></li>
                    {chrome.new_workspace.then(|| view! {
                        <li><a href=paths::new_workspace(&tenant)><Icon glyph=Glyph::Plus/>{t!("layout-page-new-workspace")}</a></li>
                    })}
                    {chrome.administrators.then(|| view! {
                        <li><a href=paths::administrators(Some(&tenant))><Icon glyph=Glyph::Shield/>{t!("layout-page-administrators")}</a></li>
                    })}
                    {chrome.tenant_log.then(|| view! {
                        <li><a href=paths::tenant_log(&tenant)><Icon glyph=Glyph::Logs/>{t!("layout-page-audit-log")}</a></li>
                    })}
                    {chrome.tenant_settings.then(|| view! {
                        <li><a href=paths::tenant_settings(&tenant)><Icon glyph=Glyph::Settings/>{t!("layout-page-tenant-settings")}</a></li>
                    })}
                </ul>
                {(several_tenants || chrome.new_tenant).then(|| view! {
                    <p class="menu-title">{t!("layout-page-tenants")}</p>
                    <ul>
                        {tenants}
                        {chrome.new_tenant.then(|| view! {
                            <li><a href=paths::NEW_TENANT><Icon glyph=Glyph::Plus/>{t!("layout-page-new-tenant")}</a></li>
                        })}
                    </ul>
                })}
            </Menu>
        </div>
    }
    .into_any()
}

/// The tenants, where a page is of none of them.
#[component]
fn TenantSwitcher(chrome: Chrome, spot: Spot) -> impl IntoView {
    // A tenant that is not theirs has none.
    if spot.tenant.is_some() || chrome.tenants.is_empty() {
        return ().into_any();
    }
    let tenants =
        chrome.tenants.iter().map(|named| view! { <li><a href=named.address.clone()>{named.name.to_string()}</a></li> }).collect_view();
    view! {
        <div class="switcher">
            <MenuButton menu="switcher">
                <span class="switcher-tenant">{t!("layout-choose-tenant")}</span>
                <Icon glyph=Glyph::UpDown/>
            </MenuButton>
            <Menu id="switcher" label=t!("layout-page-tenants")>
                <ul>{tenants}</ul>
                {chrome.new_tenant.then(|| view! {
                    <ul><li><a href=paths::NEW_TENANT><Icon glyph=Glyph::Plus/>{t!("layout-page-new-tenant")}</a></li></ul>
                })}
            </Menu>
        </div>
    }
    .into_any()
}

/// The field that searches everything, which is a form without JavaScript. In a narrow window there is a link to its page in its place.
#[component]
fn Search(spot: Spot) -> impl IntoView {
    let action = paths::search(spot.tenant.as_ref());
    let workspace = spot.workspace.as_ref().map(ToString::to_string);
    let place = FinderPlace {
        tenant: spot.tenant.as_ref().map(ToString::to_string).unwrap_or_default(),
        workspace: workspace.clone().unwrap_or_default(),
        page: spot.client.map(|client| format!("/clients/{client}")).unwrap_or_default(),
        ..FinderPlace::default()
    };
    view! {
        <form method="get" action=action.clone() class="topbar-search" role="search" aria-label=t!("layout-everything")>
            <label class="search">
                <span class="visually-hidden">{t!("layout-search-everything")}</span>
                <Icon glyph=Glyph::Search/>
                <input type="search" class="input" name="q" placeholder=t!("layout-search") maxlength="200" autocomplete="off"/>
                <kbd class="topbar-search-key" aria-hidden="true">"/"</kbd>
            </label>
            {workspace.map(|workspace| view! { <input type="hidden" name="workspace" value=workspace/> })}
            {spot.client.map(|client| view! { <input type="hidden" name="client" value=client.to_string()/> })}
        </form>
        <a class="topbar-search-link" href=action.clone() aria-label=t!("layout-search-everything")><Icon glyph=Glyph::Search/></a>
        <Palette place action words=PaletteWords::default()/>
    }
    .into_any()
}

/// Who is signed in, and the way out.
#[component]
fn Account(chrome: Chrome) -> impl IntoView {
    let initial = chrome.name.chars().next().unwrap_or('·').to_uppercase().to_string();
    let roles = chrome.roles.into_iter().map(|role| view! { <span>{role_at(&role)}</span> }).collect_view();
    view! {
        <div class="account">
            <MenuButton menu="account" label=t!("layout-account-of", name = chrome.name.clone())>
                <span class="avatar" aria-hidden="true">{initial}</span>
            </MenuButton>
            <Menu id="account" label=t!("layout-account") side="end">
                <div class="account-who">
                    <strong>{chrome.name}</strong>
                    <span>{chrome.email}</span>
                    {roles}
                </div>
                <ul>
                    <li><a href=paths::ACCOUNT><Icon glyph=Glyph::Users/>{t!("layout-page-account")}</a></li>
                    <li class="needs-script"><button type="button" id="show-shortcuts"><Icon glyph=Glyph::Guide/>{t!("layout-keys-title")}</button></li>
                    {chrome.installation_administrators.then(|| view! {
                        <li><a href=paths::administrators(None)><Icon glyph=Glyph::Shield/>{t!("layout-page-administrators")}</a></li>
                    })}
                    {chrome.installation_log.then(|| view! {
                        <li><a href=paths::INSTALLATION_LOG><Icon glyph=Glyph::Logs/>{t!("layout-page-installation-log")}</a></li>
                    })}
                    <li><a href=paths::ADMIN_API_DOCS><Icon glyph=Glyph::Guide/>{t!("layout-api-reference")}</a></li>
                </ul>
                <p class="menu-title" aria-hidden="true">{t!("layout-theme")}</p>
                <ThemeSwitch/>
                <p class="menu-title" aria-hidden="true">{t!("layout-language")}</p>
                <LanguageSwitch/>
                <PlainForm to=SignOut::url()>
                    <button type="submit"><Icon glyph=Glyph::SignOut/>{t!("layout-sign-out")}</button>
                </PlainForm>
            </Menu>
        </div>
    }
    .into_any()
}
