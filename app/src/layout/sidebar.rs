use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    paths::Place,
    ui::{Glyph, Icon},
};

/// The pages of a workspace. Narrow windows open it with the button in the bar.
#[component]
pub fn Sidebar(
    /// The workspace.
    place: Place,
) -> impl IntoView {
    let groups = [
        ("", vec![(place.overview(), Glyph::Overview, "Overview")]),
        ("Applications", vec![(place.clients(), Glyph::Clients, "Clients"), (place.services(), Glyph::Services, "Services")]),
        ("Identities", vec![(place.users(), Glyph::Users, "Users")]),
        ("Auth Server", vec![(place.token_settings(), Glyph::Clock, "Tokens")]),
        ("Activity", vec![(place.tokens(), Glyph::Renew, "Tokens"), (place.logs(), Glyph::Logs, "Logs")]),
        (
            "Settings",
            vec![
                (place.general(), Glyph::Settings, "General"),
                (place.authorization(), Glyph::Shield, "Authorization"),
                (place.danger_zone(), Glyph::Warning, "Danger zone"),
            ],
        ),
        ("Guides", vec![(place.refresh_tokens_guide(), Glyph::Guide, "Refresh tokens")]),
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
