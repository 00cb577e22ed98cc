//! Puts the console into the router.

use std::{path::Path, sync::Arc};

use app::{
    App,
    api::{FormToken, SentForm, SessionHandle, Visitor},
    shell,
};
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{Redirect, Response},
    routing::{any, get},
};
use control::Control;
use domain::clock::Clock;
use engine::{keys::KeyRing, random::Random};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
    server::ServerActionError,
};
use leptos_axum::{LeptosRoutes as _, generate_route_list_with_exclusions, render_app_async_with_context};
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;
use tower_sessions::Session;

use super::{
    csp, device,
    failed_form::{self, FailedForm},
    guard::{self, SignedIn},
    posted, session,
};
use crate::{
    config::PublicUrl, cookies, form_token::FormTokens, installation::Installation, same_origin::require_same_origin,
    security_headers::OverTls,
};

/// What a page or a server function of the console has in hand.
#[derive(Clone)]
pub(super) struct Console {
    pub(super) control: Control,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) keys: KeyRing,
    pub(super) random: Arc<dyn Random>,
    pub(super) public_url: Arc<PublicUrl>,
    pub(super) tokens: FormTokens,
    pub(super) over_tls: bool,
}

impl Console {
    /// The session as the server functions know it.
    pub(super) fn session_handle(&self, session: Session) -> SessionHandle {
        SessionHandle { session, clock: Arc::clone(&self.clock), secure: self.over_tls }
    }

    /// The value of the session's cookie, of a session that may have ended.
    pub(super) fn session_cookie<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookies::read(headers, &session::cookie_name(self.over_tls))
    }

    /// Hands over what a page or a server function needs; called anew for each request.
    fn provide(&self) {
        provide_context(self.control.clone());
        if let Some(parts) = use_context::<Parts>() {
            if let Some(SignedIn(actor, time)) = parts.extensions.get() {
                provide_context(actor.clone());
                provide_context(*time);
            }
            if let Some(visitor) = parts.extensions.get::<Visitor>() {
                provide_context(visitor.clone());
            }
            if let Some(session) = parts.extensions.get::<Session>() {
                provide_context(self.session_handle(session.clone()));
            }
            if let Some(failed) = parts.extensions.get::<FailedForm>() {
                provide_context(ServerActionError::new(&failed.function, &failed.encoded()));
                provide_context(SentForm(failed.sent.clone()));
            }
            provide_context(FormToken(posted::token_for(self, &parts.headers)));
        }
        csp::set();
    }
}

/// `/console` and all below it.
pub(crate) fn router(installation: &Installation) -> Router {
    let over_tls = installation.configuration.public_url.is_https();
    let public_url = Arc::new(installation.configuration.public_url.clone());
    let console = Console {
        control: installation.control(),
        clock: Arc::clone(&installation.clock),
        keys: installation.keys.clone(),
        random: Arc::clone(&installation.random),
        public_url: Arc::clone(&public_url),
        tokens: FormTokens::new(installation.keys.clone(), Arc::clone(&installation.random)),
        over_tls,
    };
    let options = leptos_options(&installation.configuration.site_dir);

    let context = {
        let console = console.clone();
        move || console.provide()
    };
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let not_found = render_app_async_with_context(context.clone(), page.clone());
    // To the router here, the page for all other addresses would stand in the way of the others: it is the fallback.
    let routes = generate_route_list_with_exclusions(App, Some(vec!["/console/{*rest}".to_owned()]));
    let pages = Router::new()
        .leptos_routes_with_context(&options, routes, context, page)
        .fallback(move |request: Request| {
            let answer = not_found(request);
            async move { with_status_not_found(answer.await) }
        })
        .with_state(options);

    let sessions = session::layer(installation.store.clone(), Arc::clone(&installation.clock), Arc::clone(&installation.random), over_tls);
    let guarded = pages
        // Inside the compression: it reads what failed.
        .layer(middleware::from_fn_with_state(console.clone(), failed_form::carry))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(console.clone(), guard::let_in))
        .layer(middleware::from_fn_with_state(console, posted::require_own))
        .layer(sessions)
        .layer(middleware::from_fn_with_state(OverTls(over_tls), device::remember))
        .layer(middleware::from_fn_with_state(public_url, require_same_origin))
        .layer(middleware::from_fn(posted::tell_foreign))
        .layer(middleware::from_fn(keep_to_oneself));
    // A router of its own, so that its answer to an unknown address is a page of the console.
    let console = any(move |request: Request| guarded.clone().oneshot(request));
    Router::new()
        .route("/console", console.clone())
        .route("/console/", get(async || Redirect::permanent(app::paths::HOME)))
        .route("/console/{*rest}", console)
}

/// Where the WASM is: its file names hold hashes, which `hash.txt` in the site's directory tells.
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

fn with_status_not_found(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// What the console shows is for one pair of eyes: no cache keeps it, and no other window holds on to it.
async fn keep_to_oneself(request: Request, next: Next) -> Response {
    // Server functions read the body themselves; this is where it gets its bound.
    let mut response = next.run(axum::RequestExt::with_limited_body(request)).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    response
}
