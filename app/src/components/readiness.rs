use domain::{
    decision::{Condition, Decision},
    id::ClientId,
};
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
    /// The client.
    client: ClientId,
    /// What the server would decide about a willing request.
    decision: Decision,
) -> impl IntoView {
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
                    match switch_of(condition, &place, client) {
                        Some(href) => view! { <A href=href>{failure}</A> {between} }.into_any(),
                        None => view! { {failure} {between} }.into_any(),
                    }
                })
                .collect_view();
            view! {
                <p class="readiness" data-ready="false">
                    <Icon glyph=Glyph::Warning/>
                    <span>"This client cannot get refresh tokens: " {missing}</span>
                </p>
            }
            .into_any()
        }
    }
}

/// Where a condition is switched; nothing for what only a request can bring.
fn switch_of(condition: Condition, place: &Place, client: ClientId) -> Option<String> {
    match condition {
        Condition::ClientActive => Some(place.client(client)),
        Condition::UserGrant | Condition::ClientGrant => Some(place.client_oauth(client)),
        Condition::WorkspaceGrant => Some(place.authorization()),
        Condition::OfflineAccess => Some(place.client_scopes(client)),
        Condition::Lifetime | Condition::Protected | Condition::Limit => Some(place.token_settings()),
        Condition::Requested | Condition::Consented => None,
    }
}
