use domain::{
    readiness::{self, Missing},
    view::ClientView,
};
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::word,
    ui::{Glyph, Icon, Link, Notice, Tone, WayTo},
};

/// Whether a client can get refresh tokens, and if not, what is missing, each with a link to its switch. Of a service, which needs none, what is missing
/// before it can get any token.
#[component]
pub fn Readiness(
    /// The workspace.
    path: WorkspacePath,
    /// The client with its workspace.
    view: ClientView,
) -> impl IntoView {
    let ClientView { client, workspace, has_users, .. } = view;
    let is_service = !client.settings.client_type.has_users();
    let missing = if is_service { readiness::refused_as_missing(&workspace, &client) } else { readiness::missing(&workspace, &client) };
    if is_service && missing.is_empty() {
        return view! { <Notice tone=Tone::Neutral>{t!("components-readiness-service")}</Notice> }.into_any();
    }
    if missing.is_empty() {
        let users = path.new_user();
        let add = (!has_users).then(|| {
            let link = view! { <Link href=users>{t!("components-readiness-add-user")}</Link> };
            view! { " "{t_view!("components-readiness-nobody", link = link)} }
        });
        return view! {
            <p class="readiness" data-ready="true">
                <Icon glyph=Glyph::Success/>
                <span>{t!("components-readiness-ready")}{add}</span>
            </p>
        }
        .into_any();
    }
    let (explain, count) = (path.client_explain(client.id), missing.len());
    let refused = !readiness::refused(&workspace, &client.settings).is_empty();
    let begins = if refused { t!("components-readiness-refused") } else { t!("components-readiness-missing") };
    let missing = missing
        .into_iter()
        .enumerate()
        .map(|(index, missing)| {
            let between = match count - index {
                1 => ".".to_owned(),
                2 => format!(" {} ", t!("components-readiness-and")),
                _ => ", ".to_owned(),
            };
            let words = word(missing.words());
            let field = if missing == Missing::RedirectUri { "#redirect-uris" } else { "" };
            match path.switch(missing.switch(&workspace, &client), client.id).map(|page| format!("{page}{field}")) {
                Some(href) => view! { <Link href=href>{words}</Link> {between} }.into_any(),
                None => view! { {words} {between} }.into_any(),
            }
        })
        .collect_view();
    view! {
        <p class="readiness" data-ready="false">
            <Icon glyph=Glyph::Warning/>
            <span>{format!("{begins} ")} {missing}</span>
            <WayTo href=explain>{t!("components-readiness-explain")}</WayTo>
        </p>
    }
    .into_any()
}
