//! The console's routes.

use std::{path::Path, sync::Arc};

use app::{
    api::{FormToken, Permitted, Visitor},
    mount,
};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header, request::Parts},
    middleware::{self, Next},
    response::{Redirect, Response},
    routing::{any, get},
};
use domain::audit_context::Source;
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
};
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;
use tower_sessions::Session;

use super::{
    csp, device, export,
    failed_form::{self, FailedForm},
    guard, live, permitted, posted,
    session::{self, ConsoleSessions},
    signed_in::SignedIn,
    state::Console,
    told_once,
};
use crate::{
    browser::same_origin::{SameOrigin, require_same_origin},
    installation::Installation,
    layers::security_headers::OverTls,
    paths::ConsoleRoute,
};

/// `/console` and all below it.
pub(crate) fn router(installation: &Installation) -> Router {
    let console = Console::of(installation);
    let over_tls = console.over_tls;
    let same_origin = SameOrigin { public_url: Arc::clone(&console.public_url), refuse: posted::refuse_foreign };
    let options = leptos_options(&installation.configuration.site_dir);

    let provide = {
        let console = console.clone();
        Arc::new(move || provide(&console))
    };
    let pages = mount::pages(options, provide, ConsoleRoute::Below.template())
        .merge(export::router(console.clone()))
        .merge(live::router(console.clone()));

    let sessions = session::layer(ConsoleSessions::clone(&console.sessions), over_tls);
    let guarded = pages
        .layer(middleware::from_fn_with_state(console.clone(), told_once::once))
        // Inside the compression: it reads what failed.
        .layer(middleware::from_fn_with_state(console.clone(), failed_form::carry))
        .layer(middleware::from_fn_with_state(console.clone(), permitted::find))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(console.clone(), guard::let_in))
        .layer(middleware::from_fn_with_state(console, posted::require_own))
        .layer(sessions)
        .layer(middleware::from_fn_with_state(OverTls(over_tls), device::remember))
        .layer(middleware::from_fn_with_state(same_origin, require_same_origin))
        .layer(middleware::from_fn(keep_private));
    // A router of its own, so that its answer to an unknown address is a page of the console.
    let console = any(move |request: Request| guarded.clone().oneshot(request));
    Router::new()
        .route(ConsoleRoute::Home.template(), console.clone())
        .route(ConsoleRoute::HomeWithSlash.template(), get(async || Redirect::permanent(app::paths::HOME)))
        .route(ConsoleRoute::Below.template(), console)
}

/// Returns where the WASM is: its file names hold hashes, which `hash.txt` in the site's directory lists.
fn leptos_options(site: &Path) -> LeptosOptions {
    // Leptos joins this name to the program's directory; an absolute path stays what it is.
    let hash_file = std::path::absolute(site).unwrap_or_else(|_| site.to_owned()).join("hash.txt");
    LeptosOptions::builder()
        .output_name("console")
        .site_root(site.to_string_lossy().into_owned())
        .hash_file(Arc::from(hash_file.to_string_lossy()))
        // Without a built site there is nothing to come alive with, and the pages work as they are.
        .hash_files(hash_file.is_file())
        .build()
}

/// Keeps what the console shows private: no cache stores it, and no other window keeps a reference to it.
async fn keep_private(request: Request, next: Next) -> Response {
    // Server functions read the body themselves; this is where it gets its bound.
    let mut response = next.run(axum::RequestExt::with_limited_body(request)).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    response
}

/// Provides what a page or a server function needs; called for each request.
fn provide(console: &Console) {
    let parts = use_context::<Parts>();
    let source = parts.as_ref().and_then(|parts| parts.extensions.get::<Source>().cloned()).unwrap_or_default();
    provide_context(console.control.clone().asked_from(source));
    if let Some(environment) = &console.environment {
        provide_context(environment.clone());
    }
    if let Some(parts) = parts {
        if let Some(SignedIn(actor, time)) = parts.extensions.get() {
            provide_context(actor.clone());
            provide_context(*time);
        }
        if let Some(permitted) = parts.extensions.get::<Permitted>() {
            provide_context(permitted.clone());
            app::page_needs::provide();
        }
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            provide_context(visitor.clone());
        }
        if let Some(session) = parts.extensions.get::<Session>() {
            provide_context(console.session_handle(session.clone()));
        }
        if let Some(failed) = parts.extensions.get::<FailedForm>() {
            provide_context(failed.shown());
        }
        provide_context(FormToken(posted::token_for(console, &parts.headers)));
    }
    csp::set();
}
