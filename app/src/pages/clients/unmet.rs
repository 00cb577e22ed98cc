use domain::{fapi, view::ClientView};
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Link, Notice, Tone},
};

/// Says which of a client's settings do not hold what its workspace asks of its clients, and leads to each.
#[component]
pub(super) fn Unmet(path: WorkspacePath, view: ClientView) -> impl IntoView {
    let id = view.client.id;
    let unmet = fapi::unmet(&view.workspace, &view.client.settings);
    if unmet.is_empty() {
        return ().into_any();
    }
    let items = unmet.into_iter().map(|finding| {
        let asks = word(finding.clause.asks());
        match finding.switch.and_then(|switch| path.switch(switch, id)) {
            Some(href) => view! { <li><Link href>{asks}</Link></li> }.into_any(),
            None => view! { <li>{asks}</li> }.into_any(),
        }
    });
    let items = items.collect_view();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!("clients-unmet")}</p>
            <ul>{items}</ul>
            <p><Link href=path.fapi()>{t!("clients-unmet-more")}</Link></p>
        </Notice>
    }
    .into_any()
}
