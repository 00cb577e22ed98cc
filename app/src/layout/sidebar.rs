use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Glyph, Icon},
};

/// The pages of a workspace. Narrow windows open it with the button in the bar.
#[component]
pub fn Sidebar(
    /// The workspace.
    path: WorkspacePath,
) -> impl IntoView {
    let groups = [
        ("", vec![(path.overview(), Glyph::Overview, "Overview")]),
        ("Applications", vec![(path.clients(), Glyph::Clients, "Clients"), (path.services(), Glyph::Services, "Services")]),
        ("Identities", vec![(path.users(), Glyph::Users, "Users")]),
        ("Auth Server", vec![(path.token_settings(), Glyph::Clock, "Tokens"), (path.keys(), Glyph::Key, "Keys")]),
        ("Activity", vec![(path.tokens(), Glyph::Renew, "Refresh tokens"), (path.logs(), Glyph::Logs, "Logs")]),
        (
            "Settings",
            vec![
                (path.general(), Glyph::Settings, "General"),
                (path.authorization(), Glyph::Shield, "Authorization"),
                (path.sign_in_settings(), Glyph::Key, "Sign-in"),
                (path.danger_zone(), Glyph::Warning, "Danger zone"),
            ],
        ),
        ("Guides", vec![(path.refresh_tokens_guide(), Glyph::Guide, "Using refresh tokens")]),
    ];
    let groups = groups.into_iter().map(|(title, entries)| {
        let id = format!("sidebar-{}", title.to_lowercase().replace(' ', "-"));
        let labelled = (!title.is_empty()).then(|| id.clone());
        // Only the overview's address begins that of every other page.
        let entries = entries.into_iter().map(|(href, glyph, name)| {
            view! {
                <li><A href=href exact=name == "Overview"><Icon glyph/>{name}</A></li>
            }
        });
        view! {
            {(!title.is_empty()).then(|| view! { <p class="sidebar-title" id=id>{title}</p> })}
            <ul aria-labelledby=labelled>{entries.collect_view()}</ul>
        }
    });
    view! { <nav class="sidebar" id="sidebar" popover="auto" aria-label="Workspace">{groups.collect_view()}</nav> }.into_any()
}
