//! All routes in one router: the protocol, the console, its files, health.

use std::sync::Arc;

use axum::{Router, http::StatusCode, middleware, response::Redirect, routing::get};
use tower::ServiceBuilder;

use crate::{
    browser::{passkeys, renewal},
    console, health,
    installation::Installation,
    layers::{
        client_address::{self, Proxies},
        client_certificate::{self, Believed},
        dead_ends, deadline, for_clients, head, measure, missing_key, public_name,
        rarely::Rarely,
        request_log,
        security_headers::{self, OverTls},
    },
    oauth,
    pages::stylesheet::stylesheet,
    paths::ServerRoute,
    programs, static_files,
};

/// The router of an installation.
pub fn router(installation: &Installation) -> Router {
    let configuration = &installation.configuration;
    let public_url = Arc::new(configuration.public_url.clone());
    let proxies = Proxies::trusting(&configuration.trusted_proxies);
    let believed = Believed {
        proxies: proxies.clone(),
        from_proxies: configuration.client_certificates.as_ref().and_then(|certificates| certificates.from_proxies),
        authorities: installation.client_authorities.clone(),
        clock: Arc::clone(&installation.clock),
        rarely: Rarely::default(),
    };
    Router::new()
        .route(ServerRoute::Root.template(), get(async || Redirect::to(app::paths::HOME)))
        .route(ServerRoute::Stylesheet.template(), get(stylesheet))
        .route(ServerRoute::PasskeyScript.template(), get(passkeys::script))
        .route(ServerRoute::RenewalScript.template(), get(renewal::script))
        .merge(oauth::router(installation))
        .merge(console::router(installation))
        .merge(programs::router(installation))
        .merge(static_files::router(&configuration.site_dir))
        .layer(middleware::from_fn_with_state(installation.node.clone(), missing_key::refuse))
        .merge(health::router(installation))
        .fallback(async || (StatusCode::NOT_FOUND, "There is nothing at this address.\n"))
        // In one stack: a layer of its own is cloned with all that is below it, for each request and by each layer above.
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn_with_state(proxies.clone(), client_address::remember))
                .layer(middleware::from_fn(measure::observe))
                .layer(middleware::from_fn_with_state(Arc::clone(&installation.random), request_log::observe))
                // What follows is within the request's lines of the log: a warning has its identifier.
                .layer(middleware::from_fn_with_state(proxies, client_address::warn))
                .layer(middleware::from_fn_with_state(believed, client_certificate::remember))
                .layer(middleware::from_fn_with_state(OverTls(configuration.public_url.is_https()), security_headers::add))
                .layer(middleware::from_fn_with_state(public_url, public_name::lead))
                .layer(middleware::from_fn(dead_ends::for_navigations))
                .layer(middleware::from_fn_with_state(configuration.request_timeout, deadline::hold))
                .layer(middleware::from_fn(for_clients::refuse_others))
                .layer(middleware::from_fn(head::refuse)),
        )
}
