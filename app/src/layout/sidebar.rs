use domain::{name::Slug, permission::Actions};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    paths::WorkspacePath,
    places::{OVERVIEW, SidebarEntry, WORKSPACE, WORKSPACES, tenant_sidebar},
    t,
    text::MessageId,
    ui::Icon,
};

/// The pages of a workspace.
#[component]
pub fn Sidebar(
    /// The workspace.
    path: WorkspacePath,
    /// What the administrator may do in it.
    permitted: Actions,
) -> impl IntoView {
    sidebar(t!("layout-sidebar-workspace"), permitted_groups(&path, permitted))
}

/// The pages of a tenant.
#[component]
pub fn TenantSidebar(
    /// The tenant.
    tenant: Slug,
    /// What the administrator may do in it.
    permitted: Actions,
    /// What they may do in it or in a part of it.
    within: Actions,
) -> impl IntoView {
    sidebar(t!("layout-sidebar-tenant"), vec![(None, tenant_sidebar(&tenant, permitted, within))])
}

/// A list of pages at the side. Narrow windows open it with the button in the bar.
fn sidebar(label: &'static str, groups: Vec<(Option<MessageId>, Vec<SidebarEntry>)>) -> AnyView {
    let groups = groups.into_iter().enumerate().map(|(number, (title, entries))| {
        let id = format!("sidebar-group-{number}");
        let labelled = title.map(|_| id.clone());
        // The address of the first page begins that of every other one.
        let entries = entries.into_iter().map(|(href, glyph, name)| {
            view! {
                <li><A href=href exact=[OVERVIEW, WORKSPACES].contains(&name)><Icon glyph/>{name.text()}</A></li>
            }
        });
        view! {
            {title.map(|title| view! { <p class="sidebar-title" id=id>{title.text()}</p> })}
            <ul aria-labelledby=labelled>{entries.collect_view()}</ul>
        }
    });
    view! { <nav class="sidebar" id="sidebar" popover="auto" aria-label=label>{groups.collect_view()}</nav> }.into_any()
}

/// Returns the groups of entries whose pages the administrator may see.
fn permitted_groups(path: &WorkspacePath, permitted: Actions) -> Vec<(Option<MessageId>, Vec<SidebarEntry>)> {
    let mut groups: Vec<(Option<MessageId>, Vec<SidebarEntry>)> = Vec::new();
    for place in WORKSPACE.iter().filter(|place| permitted.contains(place.needs)) {
        let Some(glyph) = place.glyph else { continue };
        let entry = ((place.address)(path), glyph, place.name);
        match groups.last_mut().filter(|(title, _)| *title == place.group) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((place.group, vec![entry])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use domain::{name::Slug, permission::Action, role::BuiltInRole};

    use super::*;

    fn names(permitted: Actions) -> Vec<&'static str> {
        let path = WorkspacePath { tenant: Slug::parse("acme").unwrap(), workspace: Slug::parse("shop").unwrap() };
        permitted_groups(&path, permitted).into_iter().flat_map(|(_, entries)| entries).map(|(.., name)| name.text()).collect()
    }

    #[test]
    fn an_entry_is_there_for_whoever_may_see_its_page() {
        let of = |role: BuiltInRole| names(Action::ALL.iter().copied().filter(|action| action.roles().contains(&role)).collect());
        assert_eq!(names(Actions::all()).len(), 22);
        assert!(of(BuiltInRole::Auditor).contains(&"Keys"));
        for role in [BuiltInRole::Manager, BuiltInRole::Support] {
            assert!(!of(role).contains(&"Keys"), "{role:?}");
            assert_eq!(of(role).len(), 21, "{role:?}");
        }
        assert_eq!(names([Action::SeeClients].into_iter().collect()), ["Clients"], "who sees a client alone");
    }
}
