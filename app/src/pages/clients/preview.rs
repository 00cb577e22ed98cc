use domain::{grant_type::GrantType, scope::OFFLINE_ACCESS, service::Service, view::ClientView};
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Link, Ticks},
};

/// What a user reads who is asked to agree to all that is on.
#[component]
pub fn ConsentPreview(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    view: ClientView,
    /// The services with their scopes.
    services: Vec<Service>,
    /// The scopes that are ticked.
    ticks: Ticks,
) -> impl IntoView {
    let settings = view.client.settings;
    let name = settings.name.to_string();
    let oauth = path.client_oauth(view.client.id);
    if settings.trusted {
        return view! {
            <aside class="consent-preview" aria-label="What users are asked">
                <h2>"What users are asked"</h2>
                <p>"Nothing: this client is trusted, so its users are not asked for consent. "<Link href=oauth>"Change it under OAuth"</Link>"."</p>
            </aside>
        }
        .into_any();
    }
    let asked = services.into_iter().flat_map(|service| service.scopes).filter(|scope| scope.scope.as_str() != OFFLINE_ACCESS);
    let asked = asked
        .map(|scope| {
            let scope_name = scope.scope.as_str();
            view! { <li data-while=ticks.ticked(scope_name) hidden=!ticks.is_on(scope_name)>{scope.description.to_string()}</li> }
        })
        .collect_view();
    let lives = domain::in_force::ttls(&view.workspace.tokens, &settings).refresh_token_ttl.map(domain::lifetime::Lifetime::words);
    let granted = settings.grant_types.contains(&GrantType::RefreshToken)
        && view.workspace.authorization.grant_types.contains(&GrantType::RefreshToken);
    let offline = match lives.filter(|_| granted) {
        Some(lives) => view! {
            <div class="consent-preview-offline">
                <strong>"Keep access while you are away"</strong>
                <p>{name.clone()}" will be able to use this access when you are not there, without asking you again, for up to "{lives}"."</p>
            </div>
        }
        .into_any(),
        // Nobody is asked for what cannot be had.
        None => view! { <p class="quiet">"Offline access is not asked for while the client cannot get refresh tokens."</p> }.into_any(),
    };
    let (on, switched) = (ticks.is_on(OFFLINE_ACCESS), ticks.ticked(OFFLINE_ACCESS));
    view! {
        <aside class="consent-preview" aria-label="What users are asked">
            <h2>"What users are asked"</h2>
            <div class="consent-preview-page">
                <p><strong>{name}</strong>" would like to:"</p>
                <ul>{asked}</ul>
                <div data-while=switched hidden=!on>{offline}</div>
            </div>
            <p class="quiet">"When the client asks for all of these. It can ask for less."</p>
        </aside>
    }
    .into_any()
}
