use std::collections::BTreeSet;

use domain::{grant_type::GrantType, scope::OFFLINE_ACCESS, service::Service, view::ClientView};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::paths::{WorkspacePages as _, WorkspacePath};

/// What a user reads who is asked to agree to all that is on.
#[component]
pub fn ConsentPreview(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    view: ClientView,
    /// The services with their scopes.
    services: Vec<Service>,
    /// The scopes that are on.
    on: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let settings = view.client.settings;
    let name = settings.name.to_string();
    let oauth = path.client_oauth(view.client.id);
    if settings.trusted {
        return view! {
            <aside class="consent-preview" aria-label="What users are asked">
                <h2>"What users are asked"</h2>
                <p>"Nothing: this client is trusted, so its users are not asked for consent. "<A href=oauth>"Change it under OAuth"</A>"."</p>
            </aside>
        }
        .into_any();
    }
    let scopes: Vec<_> =
        services.into_iter().flat_map(|service| service.scopes).filter(|scope| scope.scope.as_str() != OFFLINE_ACCESS).collect();
    let asked = move || {
        let asked = on.with(|on| {
            scopes.iter().filter(|scope| on.contains(scope.scope.as_str())).map(|scope| scope.description.clone()).collect::<Vec<_>>()
        });
        asked.into_iter().map(|description| view! { <li>{description}</li> }).collect_view()
    };
    let lives = domain::in_force::ttls(&view.workspace.tokens, &settings).refresh_token_ttl.map(domain::lifetime::Lifetime::words);
    let granted = settings.grant_types.contains(&GrantType::RefreshToken)
        && view.workspace.authorization.grant_types.contains(&GrantType::RefreshToken);
    let client = name.clone();
    let offline = move || {
        let offline = on.with(|on| on.contains(OFFLINE_ACCESS));
        let (client, lives) = (client.clone(), lives.clone());
        match (offline, lives.filter(|_| granted)) {
            (true, Some(lives)) => Some(view! {
                <div class="consent-preview-offline">
                    <strong>"Keep access while you are away"</strong>
                    <p>{client}" will be able to use this access when you are not there, without asking you again, for up to "{lives}"."</p>
                </div>
            }.into_any()),
            // Nobody is asked for what cannot be had.
            (true, None) => Some(view! { <p class="quiet">"Offline access is not asked for while the client cannot get refresh tokens."</p> }.into_any()),
            (false, _) => None,
        }
    };
    view! {
        <aside class="consent-preview" aria-label="What users are asked">
            <h2>"What users are asked"</h2>
            <div class="consent-preview-page">
                <p><strong>{name}</strong>" would like to:"</p>
                <ul>{asked}</ul>
                {offline}
            </div>
            <p class="quiet">"When the client asks for all of these. It can ask for less."</p>
        </aside>
    }
    .into_any()
}
