//! All routes in one router: the protocol, the console, its files, health.

use std::sync::Arc;

use axum::{Router, http::StatusCode, middleware, response::Redirect, routing::get};

use crate::{
    admin_api,
    client_address::{self, Proxies},
    console, dead_ends, deadline, health,
    installation::Installation,
    oauth, public_name,
    security_headers::{self, OverTls},
    static_files, telemetry,
};

/// The router of an installation.
pub fn router(installation: &Installation) -> Router {
    let configuration = &installation.configuration;
    let public_url = Arc::new(configuration.public_url.clone());
    let proxies = Proxies::trusting(&configuration.trusted_proxies);
    Router::new()
        .route("/", get(async || Redirect::to(app::paths::HOME)))
        .merge(oauth::router(installation))
        .merge(console::router(installation))
        .merge(admin_api::router(installation))
        .merge(static_files::router(&configuration.site_dir))
        .merge(health::router(installation))
        .fallback(async || (StatusCode::NOT_FOUND, "There is nothing at this address.\n"))
        .layer(middleware::from_fn_with_state(configuration.request_timeout, deadline::hold))
        .layer(middleware::from_fn_with_state(Arc::clone(&public_url), dead_ends::for_navigations))
        .layer(middleware::from_fn_with_state(public_url, public_name::lead))
        .layer(middleware::from_fn_with_state(OverTls(configuration.public_url.is_https()), security_headers::add))
        .layer(middleware::from_fn_with_state(Arc::clone(&installation.random), telemetry::observe))
        .layer(middleware::from_fn_with_state(proxies, client_address::remember))
}
