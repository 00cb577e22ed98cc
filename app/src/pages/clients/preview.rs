use domain::{grant_type::GrantType, scope::OFFLINE_ACCESS, service::Service, view::ClientView};
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{consent_text, lifetime},
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
            <aside class="consent-preview" aria-label=t!("clients-preview-title")>
                <h2>{t!("clients-preview-title")}</h2>
                <p>
                    {t_view!("clients-preview-trusted", change = view! { <Link href=oauth>{t!("clients-preview-trusted-change")}</Link> })}
                </p>
            </aside>
        }
        .into_any();
    }
    let asked = services.into_iter().flat_map(|service| service.scopes).filter(|scope| scope.scope.as_str() != OFFLINE_ACCESS);
    let asked = asked
        .map(|scope| {
            let name = scope.scope.as_str();
            view! { <li data-while=ticks.ticked(name) hidden=!ticks.is_on(name)>{consent_text(&scope)}</li> }
        })
        .collect_view();
    let lives = domain::in_force::ttls(&view.workspace.tokens, &settings).refresh_token_ttl.map(lifetime);
    let granted = settings.grant_types.contains(&GrantType::RefreshToken)
        && view.workspace.authorization.grant_types.contains(&GrantType::RefreshToken);
    let offline = match lives.filter(|_| granted) {
        Some(lives) => view! {
            <div class="consent-preview-offline">
                <strong>{t!("clients-preview-offline")}</strong>
                <p>{t!("clients-preview-offline-text", name = name.clone(), lifetime = lives)}</p>
            </div>
        }
        .into_any(),
        // Nobody is asked for what cannot be had.
        None => view! { <p class="quiet">{t!("clients-preview-offline-none")}</p> }.into_any(),
    };
    let (on, switched) = (ticks.is_on(OFFLINE_ACCESS), ticks.ticked(OFFLINE_ACCESS));
    view! {
        <aside class="consent-preview" aria-label=t!("clients-preview-title")>
            <h2>{t!("clients-preview-title")}</h2>
            <div class="consent-preview-page">
                <p>{t_view!("clients-preview-asks", name = view! { <strong>{name}</strong> })}</p>
                <ul>{asked}</ul>
                <div data-while=switched hidden=!on>{offline}</div>
            </div>
            <p class="quiet">{t!("clients-preview-less")}</p>
        </aside>
    }
    .into_any()
}
