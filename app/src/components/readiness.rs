use domain::{decision::Decision, explanation::Switch, view::ClientView};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    paths::Place,
    ui::{Glyph, Icon},
};

/// Whether a client can get refresh tokens, and if not, what is missing, each with the way to its switch.
#[component]
pub fn Readiness(
    /// The workspace.
    place: Place,
    /// The client, its workspace, and what the server would decide about a willing request.
    view: ClientView,
) -> impl IntoView {
    let ClientView { client, workspace, decision, .. } = view;
    let explain = place.client_explain(client.id);
    match decision {
        Decision::Issue(_) => view! {
            <p class="readiness" data-ready="true">
                <Icon glyph=Glyph::Success/>
                <span>"This client can get refresh tokens."</span>
            </p>
        }
        .into_any(),
        Decision::Withhold(conditions) => {
            let count = conditions.len();
            let missing = conditions
                .into_iter()
                .enumerate()
                .map(|(index, condition)| {
                    let between = match count - index {
                        1 => ".",
                        2 => " and ",
                        _ => ", ",
                    };
                    let failure = condition.failure();
                    match place.switch(Switch::of(condition, &workspace, &client), client.id) {
                        Some(href) => view! { <A href=href>{failure}</A> {between} }.into_any(),
                        None => view! { {failure} {between} }.into_any(),
                    }
                })
                .collect_view();
            view! {
                <p class="readiness" data-ready="false">
                    <Icon glyph=Glyph::Warning/>
                    <span>"This client cannot get refresh tokens: " {missing}</span>
                    <A href=explain>"Explain"</A>
                </p>
            }
            .into_any()
        }
    }
}
